"""The arithmetic of a cascade in words: "130 = 70 + 30 + 10 + 20: 100 %", and what of the gap nobody takes on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from wellrun.check.cascade import share_of
from wellrun.jobs.in_force.cascade import Gap
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import ObjectiveParent
from wellrun.web import figures
from wellrun.web.presenters.rows import figure_format

_MOST_DECIMALS = 6
_NEAR = 1e-9


@dataclass(frozen=True)
class Sums:
    """How what is taken on adds up; each is empty where there is nothing to say. `share`: of the gap, 1 is all."""

    gap: str = ""
    equation: str = ""
    missing: tuple[str, ...] = ()
    share: float | None = None


def gap_words(gap: Gap | None) -> str:
    """From where to where, of what, and how much that is."""
    if gap is None:
        return ""
    aim, form = gap.target, figure_format(gap.version)
    words = {
        "measure": gap.version.name,
        "baseline": figures.figure(aim.baseline, form),
        "aim": figures.figure(aim.value, form),
        "low": figures.figure(aim.low, form),
        "high": figures.figure(aim.high, form),
        "gap": figures.figure(gap.value, _points(form)),
    }
    if not gap.value and aim.value is not None:
        return _("%(measure)s was at %(baseline)s already, with %(aim)s as its aim: no gap.") % words
    if not gap.value:
        return _("%(measure)s was at %(baseline)s already, with %(low)s to %(high)s as its aim: no gap.") % words
    if aim.value is None:
        return _("%(measure)s from %(baseline)s to between %(low)s and %(high)s: a gap of %(gap)s.") % words
    return _("%(measure)s from %(baseline)s to %(aim)s: a gap of %(gap)s.") % words


def amount_words(link: ObjectiveParent, version: MeasureVersion | None) -> str:
    """What one takes on of the gap above it, in the unit of the measure that the gap is one of; empty where it says
    nothing.
    """
    if link.share is not None:
        return _("%(share)s of the gap") % {"share": percent_words(link.share)}
    if link.amount is None:
        return ""
    return distance_in(link.amount, figures.PLAIN if version is None else figure_format(version))


def sums_of(links: Sequence[ObjectiveParent], gap: Gap | None, *, is_whole: bool) -> Sums:
    """The sum of what those below take on. `is_whole`: all that serve it stand here."""
    if not links:
        return Sums(gap_words(gap))
    amounts = [one.amount for one in links if one.amount is not None]
    shares = [one.share for one in links if one.share is not None]
    share = share_of(gap.value if gap else None, amounts, shares) if amounts or shares else None
    equation = "" if share is None else _equation(links, gap, share)
    missing = tuple(_missing(gap, share, amounts, said=bool(amounts or shares), is_whole=is_whole))
    return Sums(gap_words(gap), equation, missing, share)


def _equation(links: Sequence[ObjectiveParent], gap: Gap | None, share: float) -> str:
    """In the measure's unit where all said amounts, else in percents of the gap."""
    parts = [one for one in links if one.amount is not None or one.share is not None]
    amounts = [one.amount for one in parts if one.amount is not None]
    if gap is None or len(amounts) < len(parts):
        shares = [one.share if one.share is not None else (one.amount or 0.0) / gap.value for one in parts]  # type: ignore[union-attr]
        return _("%(sum)s = %(parts)s") % {"sum": percent_words(share), "parts": " + ".join(map(percent_words, shares))}
    form = _form(gap, [gap.value, *amounts])
    words = {
        "gap": figures.shown_number(gap.value, form),
        "sum": figures.shown_number(sum(amounts), form),
        "parts": " + ".join(figures.shown_number(one, form) for one in amounts),
        "percent": percent_words(share),
    }
    if math.isclose(share, 1, abs_tol=_NEAR):
        return _("%(gap)s = %(parts)s: %(percent)s") % words
    return _("%(sum)s of %(gap)s = %(parts)s: %(percent)s") % words


def _missing(
    gap: Gap | None, share: float | None, amounts: Sequence[float], *, said: bool, is_whole: bool
) -> Iterable[str]:
    if not is_whole:
        yield _("Objectives outside your units serve it too; what they take on is not counted here.")
    if not said:
        yield _("None of those that stand below it says how much of the gap it takes on.")
    elif share is None and gap is not None:
        yield _("So there is nothing to take on.")
    elif share is None:
        yield _("This cannot be added up: no result of it has an aim with a baseline.")
    elif share < 1 - _NEAR and is_whole:
        yield _("Nobody takes on the remaining %(rest)s.") % {"rest": _rest(gap, 1 - share, amounts)}
    elif share > 1 + _NEAR:
        yield _("That is %(rest)s more than the gap.") % {"rest": _rest(gap, share - 1, amounts)}


def _rest(gap: Gap | None, share: float, amounts: Sequence[float]) -> str:
    if gap is None or not amounts:
        return percent_words(share)
    rest = round(share * gap.value, 12)
    return figures.figure(rest, _form(gap, [*amounts, gap.value]))


def percent_words(share: float) -> str:
    """A whole percent; what falls short of all of it never reads 100."""
    whole = math.floor(100 * share + 0.5 + _NEAR)
    if whole == 100 and share < 1 - _NEAR:
        whole = 99
    return figures.figure(whole, replace(figures.PLAIN, suffix="%"))


def _form(gap: Gap, values: Sequence[float]) -> figures.FigureFormat:
    return _exact(figure_format(gap.version), values)


def _exact(form: figures.FigureFormat, values: Sequence[float]) -> figures.FigureFormat:
    """The format of a distance, with as many decimals as these values need."""
    shown = [value * form.multiplier for value in values]
    return replace(_points(form), decimals=_decimals_of(shown, form.decimals))


def _points(form: figures.FigureFormat) -> figures.FigureFormat:
    """The format of a distance: one of percents is in points."""
    return replace(form, suffix=_("percentage points")) if form.suffix == "%" else form


def _decimals_of(values: Sequence[float], least: int) -> int:
    """The fewest decimals in which none of the values is rounded away."""
    for decimals in range(least, _MOST_DECIMALS):
        if all(math.isclose(value, round(value, decimals), rel_tol=1e-9, abs_tol=1e-9) for value in values):
            return decimals
    return min(least + 1, _MOST_DECIMALS)


def distance_in(value: float, form: figures.FigureFormat) -> str:
    """A distance between two figures, as stored, in the unit in which they are shown; with the decimals it needs."""
    value = round(value, 12)
    return figures.figure(value, _exact(form, [value]))


def distance_words(gap: Gap, value: float, beside: Sequence[float] = ()) -> str:
    """A distance of a gap, as stored, in the measure's unit; with the decimals that it and those beside it need."""
    value = round(value, 12)
    return figures.figure(value, _form(gap, [gap.value, value, *beside]))
