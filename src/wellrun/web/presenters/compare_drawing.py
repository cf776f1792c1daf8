"""The two drawings of a comparison: the funnel, and the intervals by size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wellrun.analytics.funnel.chart import Funnel
from wellrun.analytics.funnel.kinds import Kind
from wellrun.insight.comparison import ComparedUnit, Comparison, lines_at
from wellrun.web.charts.funnel import FunnelData, UnitPoint
from wellrun.web.presenters import compare_words as words
from wellrun.web.presenters.rows import figure_format

WIDE, NARROW = (760, 380), (340, 320)
# Enough places for the lines to look even.
PLACES = 90
LONGEST_LABEL = 44


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart, for wide and for narrow boxes."""

    wide: SafeString
    narrow: SafeString


def drawn(here: str, found: Comparison) -> FunnelData | None:
    """What both charts are drawn from, the unit `here` marked; None where no unit has counts that mean something."""
    counted = found.counted
    if not counted:
        return None
    expected = found.kind is Kind.STANDARDISED
    points = [
        UnitPoint(
            label=unit.label,
            name=unit.own.name if unit.own is not None else "",
            size=unit.denominator or 0.0,
            value=unit.value or 0.0,
            low=unit.interval[0],
            high=unit.interval[1],
            kind=words.point_kind(unit.flag, found.version.direction),
            here=unit.own is not None and unit.own.key == here,
        )
        for unit in counted
    ]
    sizes, lines = _lines(found.chart, [point.size for point in points])
    about = _("%(n)d units; the figures of your own are in the table below.") % {"n": len(points)}
    label = found.version.denominator
    if expected or not label or len(label) > LONGEST_LABEL:
        label = _("cases expected") if expected else _("size: the number counted out of")
    title = {"measure": found.version.name, "when": words.lower(words.when_words(found))}
    return FunnelData(
        title=_("%(measure)s %(when)s, by size") % title,
        about=about,
        size_label=label,
        form=figure_format(found.version),
        points=points,
        target=float(found.chart.target[0, 0]) if found.chart is not None else _together(counted),
        sizes=sizes,
        lines=lines,
    )


def _together(counted: Sequence[ComparedUnit]) -> float:
    return sum(unit.numerator or 0.0 for unit in counted) / sum(unit.denominator or 0.0 for unit in counted)


def _lines(chart: Funnel | None, own: Sequence[float]) -> tuple[list[float], tuple[list[float | None], ...]]:
    """The four lines over the whole width; close together where they bend, at the small end."""
    if chart is None:
        return [], ()
    most = max(own)
    sizes = np.linspace(min(1.0, most**0.5), most**0.5, PLACES) ** 2
    if chart.kind is not Kind.STANDARDISED:
        sizes = np.unique(np.maximum(np.round(sizes), 1.0))
    lines = lines_at(chart, sizes)
    return sizes.tolist(), tuple([float(at) if np.isfinite(at) else None for at in line] for line in lines)


def both(draw: Callable[[FunnelData, int, int, str], SafeString], data: FunnelData, ident: str) -> Drawing:
    """One chart in both sizes."""
    return Drawing(draw(data, *WIDE, f"{ident}-wide"), draw(data, *NARROW, f"{ident}-narrow"))
