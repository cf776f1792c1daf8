"""Every pair of colours in use is readable, in light and in dark: WCAG 2.2, 1.4.3 and 1.4.11."""

import re
from pathlib import Path

import pytest

import wellrun.web

TOKENS = Path(wellrun.web.__file__).parent / "assets" / "css" / "tokens.css"
PAIR = re.compile(r"--color-([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in PAIR.findall(TOKENS.read_text())}

GROUNDS = ("bg", "surface", "sunken")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in (*GROUNDS, "accent-soft")),
    *((ink, ground) for ink in ("accent", "accent-strong", "good", "bad", "flat", "harm") for ground in GROUNDS),
    *((state, f"{state}-soft") for state in ("accent", "good", "bad", "flat", "harm")),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
]
# Edges of fields and marks, without which one would not know that they are there.
SHAPES = [
    *(("edge", ground) for ground in GROUNDS),
    *((mark, "surface") for mark in ("good", "bad", "flat", "accent", "ink-3")),
    *((mark, "sunken") for mark in ("good", "bad", "flat", "accent")),
]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_colour_has_a_light_and_a_dark_side():
    named = set(re.findall(r"--color-([a-z0-9-]+):", TOKENS.read_text()))
    assert named - set(COLOURS) == {"transparent", "current"}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT, ids=lambda name: name)
def test_text_can_be_read(ink, ground, theme):
    assert contrast(COLOURS[ink][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES, ids=lambda name: name)
def test_shapes_can_be_told_from_their_ground(shape, ground, theme):
    assert contrast(COLOURS[shape][theme], COLOURS[ground][theme]) >= 3


def test_no_other_file_brings_colours_of_its_own():
    for sheet in TOKENS.parent.glob("*.css"):
        if sheet != TOKENS:
            assert re.findall(r"#[0-9a-f]{3,6}\b", sheet.read_text()) in ([], ["#fff"]), sheet.name
