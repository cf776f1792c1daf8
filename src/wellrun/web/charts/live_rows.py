"""The rows a live chart is drawn from: points with their facts, limits, labels, holes, phases."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from wellrun.insight.rule_words import rule_words
from wellrun.web import dates, figures
from wellrun.web.charts.control import hole_words
from wellrun.web.charts.data import ChartData, level_at
from wellrun.web.charts.layout import FLAG_HEIGHT, Layout, divider_at
from wellrun.web.charts.lines import gaps, runs
from wellrun.web.charts.words import aim_words, counts_words, coverage_words, kind_word

Row = dict[str, Any]


def points(data: ChartData) -> list[Row]:
    """One row a figure: place, level in shown units, and all that the tooltip says."""
    stretch = {i: n for n, run in enumerate(runs(data.values)) for i in run}
    wanted, usual = aim_words(data), _usual_ranges(data)
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
                "facts": _facts(data, i, rule, usual[i], wanted),
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
        (gettext("Why"), rule_words(rule) or (data.reasons[i] if data.reasons else "")),
        (gettext("Counted"), counts_words(data, i)),
        (gettext("Reporting"), coverage_words(data, i)),
        (gettext("Usual range"), usual),
        (gettext("Aim"), aim),
        *((gettext("Event %(n)d") % {"n": event.number}, event.text) for event in data.events if event.at == i),
    ]
    return [[label, words] for label, words in lines if words]


def limits(data: ChartData) -> list[Row]:
    """Limits as stretches of one level: from, to (in periods) and the level, in shown units."""
    found: list[Row] = []
    for line, levels in (("upper", data.upper), ("centre", data.centre), ("lower", data.lower)):
        for first, last in data.phase_spans():
            current: Row | None = None
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


def ends(frame: Layout) -> list[Row]:
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


def holes(data: ChartData, frame: Layout) -> list[Row]:
    """Each hole between two figures, with its words where they fit."""
    return [
        {"from": first, "to": last + 1, "mid": (first + last + 1) / 2, "words": hole_words(last - first + 1, frame)}
        for first, last in gaps(data.values)
    ]


def phases(frame: Layout) -> list[Row]:
    """Where each new baseline begins, and its words; places above the plot are negative."""
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


def flags(frame: Layout) -> list[Row]:
    """Events below the plot: place in periods, their numbers, and the pill around these."""
    return [
        {
            "i": round((flag.x - frame.left) / frame.step, 3),
            "words": flag.words,
            "area": round((2 * flag.radius) ** 2),
            "pill": _pill(FLAG_HEIGHT / 2 / flag.radius),
        }
        for flag in frame.flags
    ]


def _pill(half: float) -> str:
    """A bar with round ends as a path: half as wide as 1, half as high as `half`."""
    h, flat = round(half, 3), round(1 - half, 3)
    return f"M{-flat},{-h}L{flat},{-h}A{h},{h},0,0,1,{flat},{h}L{-flat},{h}A{h},{h},0,0,1,{-flat},{-h}Z"


def aim(data: ChartData) -> list[Row]:
    """The levels at which the aim is drawn."""
    return [{"y": edge * data.form.multiplier} for edge in (data.aim.edges() if data.aim else ())]
