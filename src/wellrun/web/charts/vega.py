"""The control chart as a Vega-Lite specification, on the same geometry as the drawing, so nothing moves when it wakes.

Colours are written `token(name)`; the page's script puts in the stylesheet's colours of the moment.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from wellrun.web import dates, figures
from wellrun.web.charts.control import HEIGHT, WIDTH, hole_words, mark_radius
from wellrun.web.charts.data import ChartData, PointKind, level_at
from wellrun.web.charts.layout import Layout, divider_at, lay_out, tick_label
from wellrun.web.charts.lines import gaps, runs
from wellrun.web.charts.marks import MARKS
from wellrun.web.charts.words import (
    aim_words,
    counts_words,
    coverage_words,
    describe,
    kind_word,
    rule_words,
)

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
Spec = dict[str, Any]


def control_chart_vega(data: ChartData, width: int = WIDTH, height: int = HEIGHT, *, with_points: bool = True) -> Spec:
    """The specification for a box of `width` by `height` pixels; the script sets the plot's width to the real box.

    Without points its data set `points` is left out, for a page that holds them once for two sizes.
    """
    frame = lay_out(data, float(width), float(height))
    return {
        "$schema": SCHEMA,
        "description": describe(data),
        "width": round(frame.right - frame.left, 1),
        "height": round(frame.bottom - frame.top, 1),
        "padding": {
            "left": round(frame.left, 1),
            "right": round(frame.width - frame.right, 1),
            "top": round(frame.top, 1),
            "bottom": round(frame.height - frame.bottom, 1),
        },
        "autosize": {"type": "none"},
        "usermeta": {"periods": max(len(data.periods), 1), "low": frame.ticks.low, "high": frame.ticks.high},
        "datasets": {
            **({"points": points(data)} if with_points else {}),
            "limits": _limits(data),
            "ends": _ends(frame),
            "axis": [{"at": level, "words": tick_label(level, frame.ticks, data)} for level in frame.ticks.levels],
            "dates": [{"i": i + 0.5, "words": words} for i, words in frame.date_labels],
            "holes": _holes(data, frame),
            "phases": _phases(frame),
            "aim": _aim(data),
        },
        "layer": _layers(data, frame),
        "config": {
            "background": None,
            "mark": {"aria": False},
            "view": {"stroke": None},
            "font": "token(font)",
            "axis": {"disable": True},
            "text": {"font": "token(font)", "fontSize": 11.5, "color": "token(ink-3)"},
        },
    }


def points(data: ChartData) -> list[Spec]:
    """One row a figure: place, level in shown units, and all that the tooltip says."""
    stretch = {i: n for n, run in enumerate(runs(data.values)) for i in run}
    aim, usual = aim_words(data), _usual_ranges(data)
    rows = []
    for i in data.present():
        value = data.values[i] or 0.0
        rule = data.rules[i] if data.rules else ""
        rows.append(
            {
                "i": i + 0.5,
                "y": value * data.form.multiplier,
                "run": stretch[i],
                "kind": data.kinds[i].value,
                "title": dates.period(data.periods[i], data.grain),
                "value": figures.figure(value, data.form),
                "facts": _facts(data, i, rule, usual[i], aim),
            }
        )
    return rows


def _usual_ranges(data: ChartData) -> list[str]:
    """Each period's usual range in words; written once for each pair of limits."""
    pairs = [(level_at(data.lower, i), level_at(data.upper, i)) for i in range(len(data.periods))]
    said = {pair: figures.figure_range(*pair, data.form) if pair != (None, None) else "" for pair in set(pairs)}
    return [said[pair] for pair in pairs]


def _facts(data: ChartData, i: int, rule: str, usual: str, aim: str) -> list[list[str]]:
    """The lines of the tooltip: label and words, only those there is something to say on."""
    lines = [
        (gettext("State"), kind_word(data.kinds[i])),
        (gettext("Why"), rule_words(rule)),
        (gettext("Counted"), counts_words(data, i)),
        (gettext("Reporting"), coverage_words(data, i)),
        (gettext("Usual range"), usual),
        (gettext("Aim"), aim),
    ]
    return [[label, words] for label, words in lines if words]


def _limits(data: ChartData) -> list[Spec]:
    """Limits as stretches of one level: from, to (in periods) and the level, in shown units."""
    found: list[Spec] = []
    for line, levels in (("upper", data.upper), ("centre", data.centre), ("lower", data.lower)):
        for first, last in data.phase_spans():
            current: Spec | None = None
            for i in range(first, last + 1):
                level = level_at(levels, i)
                if level is None:
                    current = None
                    continue
                shown = level * data.form.multiplier
                if current is not None and current["y"] == shown:
                    current["to"] = i + 1
                    continue
                current = {"line": line, "from": i, "to": i + 1, "y": shown}
                found.append(current)
    return found


def _ends(frame: Layout) -> list[Spec]:
    """End labels; places as shares of the plot's height, so that they keep apart in any box."""
    tall = frame.bottom - frame.top
    return [
        {
            "words": end.words,
            "share": round((end.y - frame.top) / tall, 4),
            "level": round((end.level_y - frame.top) / tall, 4),
            "aim": "aim-label" in end.css,
        }
        for end in frame.labels
    ]


def _holes(data: ChartData, frame: Layout) -> list[Spec]:
    return [
        {"from": first, "to": last + 1, "mid": (first + last + 1) / 2, "words": hole_words(last - first + 1, frame)}
        for first, last in gaps(data.values)
    ]


def _phases(frame: Layout) -> list[Spec]:
    return [
        {
            "i": round((divider.x - frame.left) / frame.step, 3),
            "words": divider.words,
            "full": divider.full,
            "at": divider_at(divider) - frame.top,
            "top": divider_at(divider) - 9 - frame.top,
            "left": divider.ends_at,
        }
        for divider in frame.dividers
    ]


def _aim(data: ChartData) -> list[Spec]:
    return [{"y": edge * data.form.multiplier} for edge in (data.aim.edges() if data.aim else ())]


def _x(field: str, data: ChartData) -> Spec:
    return {"field": field, "type": "quantitative", "scale": {"domain": [0, max(len(data.periods), 1)], "nice": False}}


def _y(field: str, frame: Layout) -> Spec:
    domain = [frame.ticks.low, frame.ticks.high]
    return {"field": field, "type": "quantitative", "scale": {"domain": domain, "nice": False, "zero": False}}


def _layers(data: ChartData, frame: Layout) -> list[Spec]:
    return [
        *_backdrop(data, frame),
        *_levels(data, frame),
        *_phase_layers(data),
        *_point_layers(data, frame),
        *_label_layers(),
    ]


def _backdrop(data: ChartData, frame: Layout) -> list[Spec]:
    layers: list[Spec] = [
        {
            "data": {"name": "holes"},
            "mark": {"type": "rect", "color": "token(sunken)"},
            "encoding": {"x": _x("from", data), "x2": {"field": "to"}, "y": {"value": 0}, "y2": {"value": "height"}},
        },
        {
            "data": {"name": "holes"},
            "mark": {"type": "text", "baseline": "alphabetic", "dy": -7},
            "encoding": {"x": _x("mid", data), "y": {"value": "height"}, "text": {"field": "words"}},
        },
        {
            "data": {"name": "axis"},
            "mark": {"type": "rule", "color": "token(line)"},
            "encoding": {"y": _y("at", frame)},
        },
        {
            "data": {"name": "axis"},
            "mark": {"type": "text", "align": "right", "baseline": "middle", "dx": -8},
            "encoding": {"x": {"value": 0}, "y": _y("at", frame), "text": {"field": "words"}},
        },
        {
            "data": {"name": "dates"},
            "mark": {"type": "text", "baseline": "alphabetic", "dy": 20},
            "encoding": {"x": _x("i", data), "y": {"value": "height"}, "text": {"field": "words"}},
        },
    ]
    if data.aim is not None and data.aim.value is None:
        low, high = (edge * data.form.multiplier for edge in data.aim.edges())
        layers.append(
            {
                "data": {"values": [{"low": low, "high": high}]},
                "mark": {"type": "rect", "color": "token(accent-soft)"},
                "encoding": {"y": _y("low", frame), "y2": {"field": "high"}},
            }
        )
    return layers


def _levels(data: ChartData, frame: Layout) -> list[Spec]:
    def stretch(lines: list[str], color: str, dash: list[int] | None) -> Spec:
        return {
            "data": {"name": "limits"},
            "transform": [{"filter": {"field": "line", "oneOf": lines}}],
            "mark": {"type": "rule", "color": color, **({"strokeDash": dash} if dash else {})},
            "encoding": {"x": _x("from", data), "x2": {"field": "to"}, "y": _y("y", frame)},
        }

    return [
        {
            "data": {"name": "aim"},
            "mark": {"type": "rule", "color": "token(accent)", "size": 1.6},
            "encoding": {"y": _y("y", frame)},
        },
        stretch(["upper", "lower"], "token(ink-3)", [5, 4]),
        stretch(["centre"], "token(ink-2)", None),
    ]


def _phase_layers(data: ChartData) -> list[Spec]:
    def words(left: bool) -> Spec:
        return {
            "data": {"name": "phases"},
            "transform": [{"filter": {"field": "left", "equal": left}}],
            "mark": {
                "type": "text",
                "align": "right" if left else "left",
                "dx": -5 if left else 5,
                "baseline": "alphabetic",
            },
            "encoding": {
                "x": _x("i", data),
                "y": {"field": "at", "type": "quantitative", "scale": None},
                "text": {"field": "words"},
            },
        }

    rule = {
        "data": {"name": "phases"},
        "mark": {"type": "rule", "color": "token(ink-3)", "strokeDash": [2, 3]},
        "encoding": {
            "x": _x("i", data),
            "y": {"field": "top", "type": "quantitative", "scale": None},
            "y2": {"value": "height"},
        },
    }
    return [rule, words(True), words(False)]


def _point_layers(data: ChartData, frame: Layout) -> list[Spec]:
    radius = mark_radius(frame.step)
    kinds = [kind.value for kind in PointKind]
    position = {"x": _x("i", data), "y": _y("y", frame)}
    shape = {"field": "kind", "type": "nominal", "legend": None}
    hollow = {"test": f"datum.kind === '{PointKind.NOT_JUDGED.value}'"}
    colours = [f"token({MARKS[kind].token})" for kind in PointKind]
    return [
        {
            "data": {"name": "points"},
            "mark": {"type": "line", "color": "token(line-2)", "strokeWidth": 1.6},
            "encoding": {**position, "detail": {"field": "run", "type": "nominal"}},
        },
        {
            "data": {"name": "points"},
            "mark": {
                "type": "point",
                "filled": True,
                "opacity": 1,
                "size": round((2 * radius) ** 2, 1),
            },
            "encoding": {
                **position,
                "shape": {**shape, "scale": {"domain": kinds, "range": [MARKS[k].vega_shape for k in PointKind]}},
                "fill": {
                    "condition": {**hollow, "value": "token(surface)"},
                    **shape,
                    "scale": {"domain": kinds, "range": colours},
                },
                "stroke": {**shape, "scale": {"domain": kinds, "range": colours}},
                "strokeWidth": {"value": 1},
            },
        },
    ]


def _label_layers() -> list[Spec]:
    """End labels stand beside the plot; a short leader joins those that had to move."""

    accent = {"color": "token(accent)"}

    def words(aim: bool) -> Spec:
        return {
            "data": {"name": "ends"},
            "transform": [
                {"filter": {"field": "aim", "equal": aim}},
                {"calculate": "datum.share * height", "as": "at"},
            ],
            "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 8, **(accent if aim else {})},
            "encoding": {
                "x": {"value": "width"},
                "y": {"field": "at", "type": "quantitative", "scale": None},
                "text": {"field": "words"},
            },
        }

    return [words(False), words(True)]
