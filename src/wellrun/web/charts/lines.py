"""Turning figures and limits into lines that break where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from wellrun.web.charts.data import ChartData, level_at
from wellrun.web.charts.layout import Layout
from wellrun.web.charts.svg import number
from wellrun.web.figures import is_missing


def runs(values: Sequence[float | None]) -> list[list[int]]:
    """The indices of each unbroken stretch of figures."""
    found: list[list[int]] = []
    for i, value in enumerate(values):
        if is_missing(value):
            continue
        if found and found[-1][-1] == i - 1:
            found[-1].append(i)
        else:
            found.append([i])
    return found


def gaps(values: Sequence[float | None]) -> list[tuple[int, int]]:
    """First and last index of each hole between two figures."""
    stretches = runs(values)
    return [(a[-1] + 1, b[0] - 1) for a, b in pairwise(stretches)]


def path(points: Sequence[tuple[float, float]]) -> str:
    """A path through the points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def step_path(data: ChartData, levels: Sequence[float | None], frame: Layout) -> str:
    """A limit as steps: each period's level over the width of the period, broken between phases and at holes."""
    parts: list[str] = []
    for first, last in data.phase_spans():
        pen_down = False
        for i in range(first, last + 1):
            level = level_at(levels, i)
            if level is None:
                pen_down = False
                continue
            y = number(frame.y(level * data.form.multiplier))
            x = frame.left + frame.step * i
            parts.append(f"{'V' if pen_down else 'M' + number(x) + ' '}{y}H{number(x + frame.step)}")
            pen_down = True
    return "".join(parts)


def straighten(steps: str) -> str:
    """The same path with neighbouring steps on one level joined."""
    words: list[str] = []
    level = ""
    for move in _moves(steps):
        if move[0] == "V" and move[1:] == level:
            continue
        if move[0] == "H" and words and words[-1][0] == "H":
            words[-1] = move
            continue
        if move[0] == "M":
            level = move.split(" ")[1]
        elif move[0] == "V":
            level = move[1:]
        words.append(move)
    return "".join(words)


def _moves(steps: str) -> list[str]:
    found: list[str] = []
    for character in steps:
        if character in "MVH":
            found.append(character)
        else:
            found[-1] += character
    return found
