"""The control chart as a Vega-Lite specification, on the same geometry as the drawing, so nothing moves when it wakes.

Colours are written `token(name)`; the page's script puts in the stylesheet's colours of the moment.
"""

from __future__ import annotations

from typing import Any

from wellrun.web.charts import live_rows
from wellrun.web.charts.control import HEIGHT, WIDTH, mark_radius
from wellrun.web.charts.data import ChartData, PointKind
from wellrun.web.charts.layout import FLAG_DROP, Layout, lay_out, tick_label
from wellrun.web.charts.marks import MARKS
from wellrun.web.charts.words import describe

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
            **({"points": live_rows.points(data)} if with_points else {}),
            "limits": live_rows.limits(data),
            "ends": live_rows.ends(frame),
            "axis": [{"at": level, "words": tick_label(level, frame.ticks, data)} for level in frame.ticks.levels],
            "dates": [{"i": i + 0.5, "words": words} for i, words in frame.date_labels],
            "holes": live_rows.holes(data, frame),
            "phases": live_rows.phases(frame),
            "flags": live_rows.flags(frame),
            "aim": live_rows.aim(data),
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
        *(_flag_layers(data) if frame.flags else []),
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
            "mark": {"type": "text", "baseline": "alphabetic", "dy": frame.dates_drop},
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


def _flag_layers(data: ChartData) -> list[Spec]:
    """Events: a line up from a numbered disc below the plot."""
    x = _x("i", data)
    return [
        {
            "data": {"name": "flags"},
            "mark": {"type": "rule", "color": "token(line-2)", "strokeDash": [1, 3]},
            "encoding": {"x": x, "y": {"value": 0}, "y2": {"value": "height"}},
        },
        {
            "data": {"name": "flags"},
            "mark": {
                "type": "point",
                "filled": True,
                "opacity": 1,
                "yOffset": FLAG_DROP,
                "clip": False,
                "fill": "token(surface)",
                "stroke": "token(ink-2)",
                "strokeWidth": 1,
            },
            "encoding": {
                "x": x,
                "y": {"value": "height"},
                "shape": {"field": "pill", "type": "nominal", "scale": None, "legend": None},
                "size": {"field": "area", "type": "quantitative", "scale": None, "legend": None},
            },
        },
        {
            "data": {"name": "flags"},
            "mark": {"type": "text", "baseline": "alphabetic", "dy": FLAG_DROP + 4, "color": "token(ink)"},
            "encoding": {"x": x, "y": {"value": "height"}, "text": {"field": "words"}},
        },
    ]


def _point_layers(data: ChartData, frame: Layout) -> list[Spec]:
    radius = mark_radius(frame.step)
    kinds = [kind.value for kind in PointKind]
    position = {"x": _x("i", data), "y": _y("y", frame)}
    shape = {"field": "kind", "type": "nominal", "legend": None}
    hollow = {"test": f"datum.kind === '{PointKind.NOT_JUDGED.value}'"}
    crossed = {"test": f"datum.kind === '{PointKind.LEFT_OUT.value}'"}
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
                "strokeWidth": {"condition": {**crossed, "value": 1.7}, "value": 1},
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
