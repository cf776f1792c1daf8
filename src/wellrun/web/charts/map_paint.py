"""The colours of a strategy map: by class on a page, which follows its theme; written out in a file of its own.

The colours are those of light mode in `tokens.css`; tests/web/test_map.py holds them together.
"""

from __future__ import annotations

from collections.abc import Mapping

INK = {
    "surface": "#ffffff",
    "sunken": "#eef1f4",
    "ink": "#15212b",
    "ink-2": "#4c5b68",
    "line-2": "#c9d1d8",
    "edge": "#7b8a96",
    "accent-strong": "#08545d",
    "accent-soft": "#e2f1f2",
    "good": "#1a60bd",
    "bad": "#ad4a06",
    "flat": "#586570",
    "harm": "#8a1c5b",
}
FONT = "Inter, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"

Paint = Mapping[str, Mapping[str, object]]

_TONES = ("good", "bad", "flat", "harm")
_WRITTEN: dict[str, dict[str, object]] = {
    "sheet": {"fill": INK["surface"]},
    "tier": {"fill": INK["sunken"]},
    "tier-name": {"fill": INK["ink-2"], "font_size": 13, "font_weight": 600},
    "box": {"fill": INK["surface"], "stroke": INK["line-2"], "stroke_width": 1},
    "rank": {"fill": INK["accent-soft"]},
    "rank-text": {"fill": INK["accent-strong"], "font_size": 13, "font_weight": 600, "text_anchor": "middle"},
    "title": {"fill": INK["ink"], "font_size": 14, "font_weight": 600},
    "head": {"fill": INK["ink"], "font_size": 19, "font_weight": 600},
    "note": {"fill": INK["ink-2"], "font_size": 12},
    "arrow": {"fill": "none", "stroke": INK["edge"], "stroke_width": 1.6},
    "arrow-head": {"fill": INK["edge"]},
    **{f"state-{tone}": {"fill": INK[tone], "color": INK[tone], "font_size": 13} for tone in _TONES},
}

# On a page each part has a class, and map.css paints it.
ON_PAGE: Paint = {name: {"class_": f"map-{name}"} for name in _WRITTEN}
IN_FILE: Paint = _WRITTEN
