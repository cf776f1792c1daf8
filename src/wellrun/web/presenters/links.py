"""The hypotheses of the site: what is believed to move what, and what a push may harm; as a list and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from uuid import UUID

import numpy as np
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellrun.library.definition import StandardId
from wellrun.measures.actions.adopting import may_define
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import InfluenceLink, TradeOff
from wellrun.strategy.models.links import Origin
from wellrun.strategy.queries import measures_with_a_role
from wellrun.tables.write import write_columns
from wellrun.web.counts import capital, in_words
from wellrun.web.frame import Frame
from wellrun.web.parts import Tab
from wellrun.web.presenters.library_words import grade_names, standard_words
from wellrun.web.presenters.link_words import link_sentence, origin_words, trade_off_sentence
from wellrun.web.presenters.obligations import Choice
from wellrun.web.presenters.rows import current_versions

A_PAGE = 25
WHICH = {
    "": gettext_lazy("In use"),
    "plan": gettext_lazy("Between measures of the plan"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
KINDS = {"links": gettext_lazy("Influence links"), "trade-offs": gettext_lazy("Trade-offs")}


@dataclass(frozen=True)
class Asked:
    """What is looked for: which of the two, a grade, an origin, words.

    `which`: all in use, those between measures of the plan in force (plan), or those of the past (withdrawn).
    """

    kind: str = "links"
    grade: str = ""
    origin: str = ""
    which: str = ""
    words: str = ""


@dataclass(frozen=True)
class HypothesisRow:
    """One of them in a list. `caveat`: shown with what is contested; `unconfirmed`: identifiers nobody confirmed."""

    key: str
    href: str
    sentence: str
    grade: str
    is_contested: bool
    caveat: str
    source: str
    origin: str
    unconfirmed: tuple[str, ...]


@dataclass(frozen=True)
class LinksPage:
    """What the page shows; `said` is the sentence first."""

    said: str
    asked: Asked
    rows: list[HypothesisRow]
    page: Page[Any]
    kinds: list[Tab]
    grades: list[Choice]
    origins: list[Choice]
    which: list[Choice]
    may_write: bool


def links_page(frame: Frame, asked: Asked, number: int) -> LinksPage:
    """A page of the list; six queries."""
    page: Page[Any] = Paginator(_found(asked), A_PAGE).get_page(number)
    return LinksPage(
        said=_said(),
        asked=asked,
        rows=_rows(frame, list(page.object_list)),
        page=page,
        kinds=[
            Tab(str(label), f"{reverse('links', args=[frame.unit.key])}?show={key}", key == asked.kind)
            for key, label in KINDS.items()
        ],
        grades=_choices({"": _("Any grade"), **grade_names()}, asked.grade),
        origins=_choices({"": _("Library and own"), "library": _("Library"), "local": _("Own")}, asked.origin),
        which=_choices({name: str(label) for name, label in WHICH.items()}, asked.which),
        may_write=may_define(frame.user),
    )


def links_file(asked: Asked) -> bytes:
    """Both lists, narrowed down alike, one row each; text that a spreadsheet would run is made harmless."""
    kinds = [replace(asked, kind=kind) for kind in KINDS]
    found: list[Any] = [one for each in kinds for one in _found(each)]
    versions = current_versions(pk for one in found for pk in _ends(one))
    lines = [_line(one, versions) for one in found]
    columns = {name: np.array([line[n] for line in lines], dtype=object) for n, name in enumerate(_COLUMNS)}
    out = BytesIO()
    write_columns(columns, out, "csv")
    return out.getvalue()


_COLUMNS = (
    *("kind", "key", "from", "to", "sign", "delay_min_days", "delay_max_days"),
    *("grade", "mechanism", "caveat", "source", "origin", "withdrawn", "unconfirmed_identifiers"),
)


def _line(one: Any, versions: dict[UUID, MeasureVersion]) -> tuple[str, ...]:
    first, second = _ends(one)
    unconfirmed = "; ".join(_unconfirmed(versions, (first, second)))
    withdrawn = one.retired_on.isoformat() if one.retired_on else ""
    if isinstance(one, InfluenceLink):
        delays = (str(one.delay_min_days), str(one.delay_max_days))
        said = ("link", one.key, one.lead.key, one.lag.key, one.sign, *delays, one.grade, "", one.caveat)
    else:
        said = ("trade_off", one.key, one.push.key, one.guard.key, one.push_direction, "", "", "", one.mechanism, "")
    return (*said, one.source_text, one.origin, withdrawn, unconfirmed)


def _found(asked: Asked) -> QuerySet[Any]:
    kind: Any = TradeOff if asked.kind == "trade-offs" else InfluenceLink
    ends = ("push", "guard") if kind is TradeOff else ("lead", "lag")
    rows = kind.objects.filter(retired_on__isnull=asked.which != "withdrawn").select_related(*ends).order_by("key")
    if asked.which == "plan":
        followed = measures_with_a_role()
        rows = rows.filter(**{f"{end}__in": followed for end in ends})
    if asked.origin in Origin.values:
        rows = rows.filter(origin=asked.origin)
    if kind is InfluenceLink and asked.grade in InfluenceLink.Grade.values:
        rows = rows.filter(grade=asked.grade)
    texts = ("key", "source_text", "mechanism" if kind is TradeOff else "caveat", *(f"{end}__key" for end in ends))
    for word in asked.words.split():
        named = MeasureVersion.objects.filter(current=True, name__icontains=word).order_by().values("measure_id")
        wanted = Q(**{f"{ends[0]}__in": named}) | Q(**{f"{ends[1]}__in": named})
        for text in texts:
            wanted |= Q(**{f"{text}__icontains": word})
        rows = rows.filter(wanted)
    found: QuerySet[Any] = rows
    return found


def _ends(one: Any) -> tuple[UUID, UUID]:
    return (one.lead_id, one.lag_id) if isinstance(one, InfluenceLink) else (one.push_id, one.guard_id)


def _rows(frame: Frame, found: Sequence[Any]) -> list[HypothesisRow]:
    versions = current_versions(pk for one in found for pk in _ends(one))
    return [_row(frame, one, versions) for one in found]


def _row(frame: Frame, one: Any, versions: dict[UUID, MeasureVersion]) -> HypothesisRow:
    is_link = isinstance(one, InfluenceLink)
    return HypothesisRow(
        key=one.key,
        href=reverse("link" if is_link else "trade_off", args=[frame.unit.key, one.key]),
        sentence=sentence_of(one, versions),
        grade=grade_names()[one.grade] if is_link else "",
        is_contested=is_link and one.grade == InfluenceLink.Grade.CONTESTED,
        caveat=one.caveat if is_link else one.mechanism,
        source=one.source_text,
        origin=origin_words(one),
        unconfirmed=tuple(_unconfirmed(versions, _ends(one))),
    )


def sentence_of(one: Any, versions: dict[UUID, MeasureVersion]) -> str:
    """It in one sentence, its measures by their names."""
    ends = (one.lead, one.lag) if isinstance(one, InfluenceLink) else (one.push, one.guard)
    names = [versions[each.pk].name if each.pk in versions else each.key for each in ends]
    return link_sentence(one, *names) if isinstance(one, InfluenceLink) else trade_off_sentence(one, *names)


def _unconfirmed(versions: dict[UUID, MeasureVersion], ends: Iterable[UUID]) -> Iterable[str]:
    """The identifiers of its measures that nobody has confirmed, each shown as such."""
    for pk in ends:
        for each in versions[pk].standards if pk in versions else ():
            standard = StandardId(**each)
            if not standard.is_confirmed:
                yield standard_words(standard)


def _choices(names: dict[str, str], chosen: str) -> list[Choice]:
    return [Choice(key, label, key == chosen) for key, label in names.items()]


def _said() -> str:
    """How many of each are in force."""
    links = InfluenceLink.objects.filter(retired_on__isnull=True).count()
    trades = TradeOff.objects.filter(retired_on__isnull=True).count()
    if not links and not trades:
        return _("Nothing is said yet about what moves what.")
    one = ngettext("one influence link", "%(n)s influence links", links) % {"n": in_words(links)}
    other = ngettext("one trade-off", "%(n)s trade-offs", trades) % {"n": in_words(trades)}
    told = {"links": one if links else _("no influence link"), "trade_offs": other if trades else _("no trade-off")}
    return capital(
        _("%(links)s and %(trade_offs)s in use. They are hypotheses: none of them says what causes what.") % told
    )
