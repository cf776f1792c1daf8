"""A whole picture of boxes and arrows: inside a page, or as a file of its own with a heading and notes."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from wellrun.web.charts.map_paint import FONT, IN_FILE
from wellrun.web.charts.strokes import lines
from wellrun.web.charts.svg import NAMESPACE, element, label, number, text

_HEAD = 62.0
_MARGIN = 20.0
_NOTE_LINE = 17.0
_NOTE_CHAR = 6.6


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, already SVG, and its size. `ident` makes its ids unique on a page; `about` is read out."""

    ident: str
    inside: str
    width: float
    height: float
    about: str

    def on_page(self, title: str) -> SafeString:
        """In the colours of the page's theme, with links."""
        return SafeString(
            element(
                "svg",
                element("title", text(title), id=f"{self.ident}-title"),
                element("desc", text(self.about), id=f"{self.ident}-about"),
                self.inside,
                class_="strategy-map",
                width=self.width,
                height=self.height,
                viewBox=f"0 0 {number(self.width)} {number(self.height)}",
                role="group",
                aria_labelledby=f"{self.ident}-title",
                aria_describedby=f"{self.ident}-about",
            )
        )

    def as_file(self, head: str, notes: Sequence[str]) -> str:
        """With its colours written out, a heading, and notes below; it needs nothing else."""
        width = self.width + 2 * _MARGIN
        said = [line for note in notes if note for line in textwrap.wrap(note, int(self.width / _NOTE_CHAR))]
        below = self.height + _HEAD + 18
        height = below + len(said) * _NOTE_LINE
        return element(
            "svg",
            element("title", text(head), id=f"{self.ident}-title"),
            element("desc", text(self.about), id=f"{self.ident}-about"),
            element("rect", width=width, height=height, **IN_FILE["sheet"]),
            label(head, x=_MARGIN, y=38, **IN_FILE["head"]),
            element("g", self.inside, transform=f"translate({number(_MARGIN)} {number(_HEAD - 12)})"),
            lines(said, _MARGIN, below, _NOTE_LINE, IN_FILE["note"]),
            xmlns=NAMESPACE,
            width=width,
            height=height,
            viewBox=f"0 0 {number(width)} {number(height)}",
            font_family=FONT,
            role="img",
            aria_labelledby=f"{self.ident}-title",
            aria_describedby=f"{self.ident}-about",
        )
