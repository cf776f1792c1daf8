"""One measure of the library: what it means, what it hangs together with, and who uses it here."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.queries import granted_unit_ids
from wellrun.library import library
from wellrun.library.definition import LinkSpec, MeasureSpec, TradeOffSpec
from wellrun.measures.actions.adopting import may_define, uses_of
from wellrun.measures.models import Measure, Series
from wellrun.measures.queries.adopted import measures_by_library_id
from wellrun.reviews.visibility import visible_forums
from wellrun.strategy.library_links import offers_of
from wellrun.strategy.queries import roles_in_force
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters import library_words as words
from wellrun.web.presenters.library import site_domains


@dataclass(frozen=True)
class Relation:
    """A link or trade-off in words. `offered`: the site has both ends and does not say it yet."""

    id: str
    sentence: str
    grade: str
    caveat: str
    source: str
    other: str
    other_href: str
    other_is_here: bool
    is_contested: bool
    offered: bool


@dataclass(frozen=True)
class Use:
    """Where the site uses it, and the address of that."""

    label: str
    href: str = ""


@dataclass(frozen=True)
class LibraryMeasure:
    """Everything about one measure. `here`: the site's own, if it has it."""

    spec: MeasureSpec
    facts: list[Fact]
    standards: list[str]
    teams: list[str]
    leads: list[Relation]
    lags: list[Relation]
    guards: list[Relation]
    guarded: list[Relation]
    here: Measure | None
    here_href: str
    uses: list[Use]
    may_define: bool
    may_give_up: bool
    offered: list[Relation]
    crumbs: list[Crumb]


def library_measure(frame: Frame, name: str) -> LibraryMeasure:
    """The page of one measure; raises `library_measure_unknown`."""
    spec = library().get(name)
    here = measures_by_library_id()
    own = here.get(spec.library_id)
    offers = offers_of(own) if own else None
    tell = _Teller(frame, set(here), set(offers.ids) if offers else set())
    links, trades = library().links_of(spec.library_id), library().trade_offs_of(spec.library_id)
    leads = [tell.link(link, link.lag) for link in links if link.lead == spec.library_id]
    lags = [tell.link(link, link.lead) for link in links if link.lag == spec.library_id]
    guards = [tell.trade_off(trade, trade.guard) for trade in trades if trade.push == spec.library_id]
    guarded = [tell.trade_off(trade, trade.push) for trade in trades if trade.guard == spec.library_id]
    may = may_define(frame.user)
    return LibraryMeasure(
        spec=spec,
        facts=definition_facts(spec),
        standards=[words.standard_words(standard) for standard in spec.standards],
        teams=list(spec.contributing_teams),
        leads=leads,
        lags=lags,
        guards=guards,
        guarded=guarded,
        here=own,
        here_href=card_here(frame, own),
        uses=uses_here(frame, own) if own else [],
        may_define=may,
        may_give_up=bool(may and own and not uses_of(own, besides_library=True)),
        offered=[one for one in (*guards, *guarded, *leads, *lags) if one.offered],
        crumbs=[Crumb(_("Measure library"), reverse("library", args=[frame.unit.key])), Crumb(spec.name)],
    )


@dataclass(frozen=True)
class _Teller:
    """Says links and trade-offs in sentences, knowing what the site has."""

    frame: Frame
    here: set[str]
    offered: set[str]

    def link(self, link: LinkSpec, other: str) -> Relation:
        """A hypothesis; a contested one always with its caveat."""
        sentence = words.link_words(link, _name(link.lead), _name(link.lag))
        return self._relation(link.id, sentence, other, link.source, words.grade_names()[link.grade], link.note)

    def trade_off(self, trade: TradeOffSpec, other: str) -> Relation:
        """What a push needs beside it, and how it could do harm."""
        said = {"push": words.push_words(trade.push_good, _name(trade.push)), "guard": _name(trade.guard)}
        sentence = _("%(push)s needs a guard on “%(guard)s”.") % said
        return self._relation(trade.id, sentence, other, trade.source, "", trade.mechanism)

    def _relation(self, key: str, sentence: str, other: str, source: str, grade: str, caveat: str) -> Relation:
        return Relation(
            id=key,
            sentence=sentence,
            grade=grade,
            caveat=caveat,
            source=source,
            other=_name(other),
            other_href=reverse("library_measure", args=[self.frame.unit.key, library().get(other).key]),
            other_is_here=other in self.here,
            is_contested=grade == words.grade_names()["contested"],
            offered=key in self.offered,
        )


def definition_facts(spec: MeasureSpec) -> list[Fact]:
    """What a definition says, field by field; what it does not say is left out."""
    said = [
        (_("Counted"), spec.numerator),
        (_("Out of"), spec.denominator),
        (_("Left out"), "; ".join(spec.exclusions)),
        (_("Figures in"), spec.counted_in or spec.display_unit),
        (_("Better"), words.direction_names()[spec.direction]),
        (_("One figure is"), words.grain_names()[spec.grain]),
        (_("Figures can be had"), words.cadence_names().get(spec.natural_frequency, "")),
        (_("Known after"), _days(spec.data_lag_days)),
        (_("Looked at"), words.cadence_names().get(spec.review_cadence, "")),
        (_("Suits"), words.chart_names().get(spec.chart, "")),
        (_("Domain"), site_domains().get(spec.domain, spec.domain)),
        (_("Perspective"), words.perspective_names().get(spec.perspective, "")),
        (_("Settings"), words.listed(spec.settings, words.setting_names())),
        (_("Mostly"), words.role_names().get(spec.default_role, "")),
        (_("Who needs it"), words.tier_names().get(spec.tier, "")),
        (_("Conformance"), words.conformance_names().get(spec.conformance, "")),
        (_("Source"), spec.source),
        (_("Licence"), spec.licence),
    ]
    return [Fact(label, value) for label, value in said if value]


def _days(days: int) -> str:
    if not days:
        return _("the same day")
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _name(library_id: str) -> str:
    return library().get(library_id).name


def card_here(frame: Frame, own: Measure | None) -> str:
    """The card of the measure in this unit, where it has figures here."""
    if own is None or not Series.objects.filter(measure=own, unit=frame.unit, stratum="total").exists():
        return ""
    return reverse("measure", args=[frame.unit.key, own.key])


def uses_here(frame: Frame, own: Measure) -> list[Use]:
    """Objectives, forums and units of the caller that use it."""
    placed = {placed.unit.pk: placed.unit.key for placed in frame.units}
    uses = [
        Use(
            _("%(role)s of “%(objective)s”")
            % {"role": words.role_names()[role.role], "objective": role.objective_title},
            reverse("objective", args=[role.plan_key, role.objective_key]),
        )
        for role in roles_in_force([own.pk])
        if role.unit_id in placed
    ]
    forums = visible_forums(frame.user).filter(measures=own, retired_on__isnull=True).order_by("name")
    uses += [
        Use(_("On the list of %(forum)s") % {"forum": forum.name}, reverse("forum", args=[forum.key]))
        for forum in forums
    ]
    count = Series.objects.filter(measure=own, stratum="total", unit__in=granted_unit_ids(frame.user)).count()
    if count:
        uses.append(Use(ngettext("Figures of %(n)d unit", "Figures of %(n)d units", count) % {"n": count}))
    return uses
