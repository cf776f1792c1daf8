"""One influence link or trade-off: what it says, how much there is to say for it, and who said so when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.errors import nothing_here
from wellrun.library.definition import StandardId
from wellrun.measures.actions.adopting import may_define
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import InfluenceLink, TradeOff
from wellrun.web import dates
from wellrun.web.counts import capital
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters.library_words import grade_names, standard_words
from wellrun.web.presenters.link_words import origin_words
from wellrun.web.presenters.links import sentence_of
from wellrun.web.presenters.rows import current_versions


@dataclass(frozen=True)
class LinkPage:
    """The page. `one`: the record; `caveat`: what speaks against it; `may_write`: the reader may change it."""

    one: Any
    said: str
    caveat: str
    crumbs: list[Crumb]
    facts: list[Fact]
    may_write: bool
    withdraw_href: str


def link_page(frame: Frame, key: str) -> LinkPage:
    """An influence link, also one that was withdrawn; four queries. NotFound where there is none."""
    one = InfluenceLink.objects.filter(key=key).select_related("lead", "lag").first()
    if one is None:
        raise nothing_here()
    return _page(frame, one, _link_facts(one), one.caveat)


def trade_off_page(frame: Frame, key: str) -> LinkPage:
    """A trade-off likewise."""
    one = TradeOff.objects.filter(key=key).select_related("push", "guard").first()
    if one is None:
        raise nothing_here()
    return _page(frame, one, [Fact(_("How the push could do harm"), one.mechanism)], "")


def _link_facts(one: InfluenceLink) -> list[Fact]:
    facts = [Fact(_("How much there is to say for it"), capital(grade_names()[one.grade]))]
    if one.grade != InfluenceLink.Grade.STRUCTURAL:
        words = {"least": one.delay_min_days, "most": one.delay_max_days}
        facts.append(Fact(_("Its effect shows"), _("after %(least)d to %(most)d days") % words))
    return facts


def _page(frame: Frame, one: Any, facts: list[Fact], caveat: str) -> LinkPage:
    is_link = isinstance(one, InfluenceLink)
    ends = (one.lead, one.lag) if is_link else (one.push, one.guard)
    versions = current_versions(end.pk for end in ends)
    stands = one.retired_on is None
    list_href = reverse("links", args=[frame.unit.key]) + ("" if is_link else "?show=trade-offs")
    return LinkPage(
        one=one,
        said=sentence_of(one, versions),
        caveat=caveat,
        crumbs=[Crumb(_("Links and trade-offs"), list_href), Crumb(one.key)],
        facts=[
            *facts,
            Fact(_("Source"), one.source_text),
            Fact(_("Said by"), capital(origin_words(one))),
            *([] if stands else [Fact(_("Withdrawn on"), dates.day(one.retired_on, year=True), missing=True)]),
            *(_end(frame, end, versions.get(end.pk)) for end in ends),
            *(fact for end in ends for fact in _standards(versions.get(end.pk))),
        ],
        may_write=stands and may_define(frame.user),
        withdraw_href=reverse("link_withdraw" if is_link else "trade_off_withdraw", args=[frame.unit.key, one.key]),
    )


def _end(frame: Frame, measure: Any, version: MeasureVersion | None) -> Fact:
    """One of its measures, with its definition."""
    name = version.name if version is not None else measure.key
    return Fact(_("Measure"), name, reverse("own_measure", args=[frame.unit.key, measure.key]))


def _standards(version: MeasureVersion | None) -> list[Fact]:
    """What others call the measure; what nobody confirmed says so."""
    if version is None:
        return []
    return [
        Fact(_("%(measure)s is like") % {"measure": version.name}, standard_words(StandardId(**each)))
        for each in version.standards
    ]
