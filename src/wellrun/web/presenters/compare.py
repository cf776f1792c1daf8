"""How others do, given their size: a unit and its like in a funnel, with what no chart could have found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.errors import nothing_here
from wellrun.analytics.funnel.kinds import Kind
from wellrun.insight.comparison import ComparedUnit, Comparison, Unsuited, comparison
from wellrun.insight.display import span_words
from wellrun.measures.models import MeasureVersion
from wellrun.web import dates, figures
from wellrun.web.charts.funnel import funnel_svg
from wellrun.web.charts.spans import spans_svg
from wellrun.web.counts import capital, in_words
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact, Tab
from wellrun.web.presenters import compare_words as words
from wellrun.web.presenters.compare_drawing import Drawing, both, drawn
from wellrun.web.presenters.rows import figure_format
from wellrun.web.states import State

# How many of the newest periods one may choose with one press.
NEWEST = {"day": (1, 7, 28), "week": (1, 4, 13, 52), "month": (1, 3, 12), "quarter": (1, 4)}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for in the address; `error`: why it cannot be."""

    first: date | None = None
    last: date | None = None
    newest: int = 1
    kind: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One of one's own units, all of it in words; `here`: the page's own unit."""

    number: str
    name: str
    href: str
    here: bool
    value: str
    cases: str
    covered: str
    doubt: str
    interval: str
    state: State
    found_at: str


@dataclass(frozen=True)
class ComparePage:
    """What the page shows; the drawings are None where they would mean nothing, `why` then says it and what to do."""

    version: MeasureVersion
    said: str
    crumbs: list[Crumb]
    error: str
    tabs: list[Tab]
    firsts: list[Choice]
    lasts: list[Choice]
    kinds: list[Choice]
    funnel: Drawing | None
    spans: Drawing | None
    keys: list[State]
    rows: list[OwnRow]
    why: tuple[str, str]
    power: str
    notes: list[str]
    facts: list[Fact]
    method: list[Fact]
    file_query: str


def compared(frame: Frame, key: str, wish: Wish) -> tuple[MeasureVersion, Comparison]:
    """The comparison that page and file share. NotFound for a measure that is not defined."""
    version = MeasureVersion.objects.filter(measure__key=key, current=True).select_related("measure").first()
    if version is None:
        raise nothing_here()
    found = comparison(
        frame.user,
        frame.unit,
        version,
        first=wish.first,
        last=wish.last,
        newest=wish.newest,
        unit_kind=wish.kind,
        week_start=frame.site.week_start,
    )
    return version, found


def compare_page(frame: Frame, key: str, wish: Wish) -> ComparePage:
    """The page of measure `key` at the frame's unit; eight queries."""
    version, found = compared(frame, key, wish)
    data = drawn(frame.unit.key, found)
    card = reverse("measure", args=[frame.unit.key, key])
    return ComparePage(
        version=version,
        said=_said(frame, found),
        crumbs=[
            Crumb(frame.unit.name, reverse("strategy", args=[frame.unit.key])),
            Crumb(version.name, card),
            Crumb(_("How others do")),
        ],
        error=wish.error,
        tabs=_tabs(found, wish),
        firsts=_choices(found, found.first),
        lasts=_choices(found, found.last),
        kinds=_kinds(found),
        funnel=both(funnel_svg, data, "funnel") if data is not None and found.chart is not None else None,
        spans=both(spans_svg, data, "spans") if data is not None else None,
        keys=_keys(found),
        rows=[_row(frame, found, unit) for unit in found.own if unit.value is not None],
        why=words.unsuited_words(found) if found.unsuited is not None else ("", ""),
        power=words.power_words(found),
        notes=words.notes(found) if data is not None else [],
        facts=_facts(found, card),
        method=words.method_facts(found),
        file_query=_file_query(found),
    )


def _said(frame: Frame, found: Comparison) -> str:
    if found.chart is None:
        return words.unsuited_words(found)[0] + "."
    form, target = figure_format(found.version), float(found.chart.target[0, 0])
    n_units = len(found.counted)
    told = []
    here = next((unit for unit in found.own if unit.own is not None and unit.own.key == frame.unit.key), None)
    said = {
        "when": words.when_words(found),
        "n": n_units,
        "all": figures.figure(target, form),
        "unit": frame.unit.name,
    }
    if here is None or here.value is None:
        told.append(_("%(when)s %(n)d units of this kind together stand at %(all)s.") % said)
    else:
        said |= {
            "value": figures.figure(here.value, form),
            "flag": words.lower(words.flag_words(here.flag)),
        }
        told.append(_("%(when)s %(unit)s stands at %(value)s: %(flag)s, among %(n)d units of its kind.") % said)
    told.append(_beyond(frame, found))
    return " ".join(part for part in told if part)


def _beyond(frame: Frame, found: Comparison) -> str:
    """Which of one's other units lie beyond the outer lines, by name."""
    others = [unit.own for unit in found.own if unit.value is not None and unit.own and unit.own.key != frame.unit.key]
    names = [
        unit.own.name
        for unit in found.own
        if unit.own is not None and unit.own.key != frame.unit.key and unit.flag in words.BEYOND
    ]
    if not others:
        return ""
    if not names:
        return ngettext(
            "Your other unit lies within what is usual for its size.",
            "None of your %(n)s other units lies beyond what is usual for its size.",
            len(others),
        ) % {"n": in_words(len(others))}
    many = ngettext(
        "Of your own other units one lies beyond what is usual for its size: %(names)s.",
        "Of your own other units %(n)s lie beyond what is usual for their size: %(names)s.",
        len(names),
    )
    return many % {"n": in_words(len(names)), "names": str(get_text_list(names, _("and")))}


def _row(frame: Frame, found: Comparison, unit: ComparedUnit) -> OwnRow:
    own, form = unit.own, figure_format(found.version)
    if own is None:
        raise ValueError("only a unit with a name has a row")
    at = found.found_at(unit.detectable)
    inside = [
        dates.period(each, found.version.grain)
        for each in own.doubtful
        if found.first is not None and found.last is not None and found.first <= each <= found.last
    ]
    return OwnRow(
        number=unit.label,
        name=own.name,
        href=reverse("measure", args=[own.key, found.version.measure.key]),
        here=own.key == frame.unit.key,
        value=figures.figure(unit.value, form),
        cases=_cases(found, unit),
        covered=words.coverage_words(unit.periods, found),
        doubt=words.doubt_words(inside),
        interval=figures.figure_range(*unit.interval, form),
        state=words.flag_state(unit.flag, found.version.direction),
        found_at=figures.figure(at, form) if at is not None else (_("never") if found.chart is not None else ""),
    )


def _cases(found: Comparison, unit: ComparedUnit) -> str:
    above, below = (
        figures.number(part or 0.0, 0 if float(part or 0.0).is_integer() else 1)
        for part in (unit.numerator, unit.denominator)
    )
    if found.kind is Kind.STANDARDISED:
        told = _("%(observed)s, %(expected)s expected") % {"observed": above, "expected": below}
    else:
        told = _("%(above)s of %(below)s") % {"above": above, "below": below}
    # Broken over three lines it would not read as one figure.
    return told.replace(" ", figures.NO_BREAK)


def _keys(found: Comparison) -> list[State]:
    """What each mark on the chart means."""
    flags = {unit.flag for unit in found.counted} if found.chart is not None else set()
    return [words.flag_state(flag, found.version.direction) for flag in sorted(flags)]


def _tabs(found: Comparison, wish: Wish) -> list[Tab]:
    grain = found.version.grain
    chosen = wish.first is None and wish.last is None
    kind = f"&kind={found.unit_kind}" if wish.kind else ""
    return [
        Tab(
            capital(_("the latest %(span)s") % {"span": span_words(n, grain)}) if n > 1 else _("The latest figure"),
            f"?newest={n}{kind}",
            chosen and wish.newest == n,
        )
        for n in NEWEST.get(grain, ())
        if n == 1 or n <= len(found.periods)
    ]


def _choices(found: Comparison, chosen: date | None) -> list[Choice]:
    """The periods one may choose, the newest first; none where no period would make a comparison."""
    if found.unsuited in (Unsuited.COUNT, Unsuited.CONTINUOUS):
        return []
    grain = found.version.grain
    return [Choice(each.isoformat(), dates.period(each, grain), each == chosen) for each in reversed(found.periods)]


def _kinds(found: Comparison) -> list[Choice]:
    names = {
        "system": _("Systems"),
        "region": _("Regions"),
        "site": _("Sites"),
        "service_line": _("Service lines"),
        "ward": _("Wards"),
        "team": _("Teams"),
        "function": _("Functions"),
    }
    if len(found.kinds) < 2:
        return []
    return [Choice(kind, names.get(kind, kind), kind == found.unit_kind) for kind in found.kinds]


def _facts(found: Comparison, card: str) -> list[Fact]:
    """What is counted and how old it is, one press away."""
    newest = dates.period(found.periods[-1], found.version.grain) if found.periods else ""
    shown = [
        Fact(_("Definition"), _("version %(n)d") % {"n": found.version.number}, f"{card}#definition"),
        Fact(_("Figures up to"), newest, f"{card}#data"),
    ]
    return [fact for fact in shown if fact.value]


def _file_query(found: Comparison) -> str:
    if found.first is None or found.last is None or found.unsuited not in (None, Unsuited.TOO_FEW):
        return ""
    return f"?from={found.first.isoformat()}&to={found.last.isoformat()}&kind={found.unit_kind}"
