"""The icons in use: ours by name, each from Lucide or drawn here; the build puts exactly these in one sprite."""

from __future__ import annotations

LUCIDE = {
    "accept": "circle-check",
    "action": "list-checks",
    "add": "plus",
    "agenda": "clipboard-list",
    "back": "arrow-left",
    "bad": "triangle-alert",
    "calendar": "calendar-days",
    "chart": "chart-line",
    "check": "check",
    "chevron": "chevron-down",
    "clock": "clock",
    "close": "x",
    "compare": "chart-scatter",
    "data": "database",
    "decide": "signpost",
    "down": "arrow-down",
    "download": "download",
    "edit": "pencil",
    "empty": "inbox",
    "escalate": "arrow-up-from-line",
    "flag": "flag",
    "forward": "chevron-right",
    "go": "arrow-right",
    "good": "circle-check",
    "grip": "grip-vertical",
    "home": "house",
    "info": "info",
    "link": "link-2",
    "lock": "lock",
    "moon": "moon",
    "person": "user",
    "post": "id-card",
    "print": "printer",
    "review": "message-square",
    "search": "search",
    "shield": "shield",
    "sign-out": "log-out",
    "stalled": "hourglass",
    "sun": "sun",
    "system": "monitor",
    "table": "table-2",
    "unit": "building-2",
    "up": "arrow-up",
    "upload": "upload",
}

_BOX = "0 0 19 17"
_OUTLINE = 'fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"'
_SOLID = 'fill="currentColor" stroke="none"'


def _aim(level: float, course: str) -> tuple[str, str]:
    """The aim as a dashed line at `level`, and the course the figures take beside it."""
    aim = f'<path {_OUTLINE} stroke-dasharray="3 2.6" d="M3 {level}h14"/>'
    return _BOX, aim + (f'<path {_OUTLINE} d="{course}"/>' if course else "")


# Shapes that carry a state keep the shape of the mark in the charts, so one legend serves both.
DRAWN = {
    "brand": ("0 0 22 22", f'<path {_OUTLINE} d="M2 12h4l2.5-6 4 11L16 9l1.5 3H20"/>'),
    "mark-none": (_BOX, f'<circle {_SOLID} cx="9.5" cy="8.5" r="5"/>'),
    "mark-bad": (_BOX, f'<path {_SOLID} d="M4.5 3.5h10v10h-10z"/>'),
    "mark-good": (_BOX, f'<path {_SOLID} d="M9.5 2.5l6.3 11.2H3.2z"/>'),
    "mark-higher": (_BOX, f'<path {_OUTLINE} d="M4 9.5l5.5-5.5L15 9.5M9.5 4v9.5"/>'),
    "mark-lower": (_BOX, f'<path {_OUTLINE} d="M4 7.5L9.5 13 15 7.5M9.5 13V3.5"/>'),
    "mark-side": (_BOX, f'<path {_SOLID} d="M9.5 2.5l6 6-6 6-6-6z"/>'),
    "limit": (_BOX, f'<path {_OUTLINE} d="M3 3.5h13M9.5 14.5V7.5M6.3 10.5l3.2-3.2 3.2 3.2"/>'),
    "mark-out": (_BOX, f'<path {_OUTLINE} d="M5 4l9 9M14 4l-9 9"/>'),
    "mark-open": (_BOX, f'<circle {_OUTLINE} cx="9.5" cy="8.5" r="4.6"/>'),
    "aim-met": _aim(12.5, "M3 6.5c3-3 5 2.6 8 0s4 1.6 6 0"),
    "aim-sometimes": _aim(8.5, "M3 11.5c3-8 5 4 8-3s4 5 6-2"),
    "aim-short": _aim(4.5, "M3 12.5c3-3 5 2.6 8 0s4 1.6 6 0"),
    "aim-nearing": _aim(3.5, "M3 14l4-2 3 .5 6-5M12.5 7H16v3.4"),
    "aim-none": _aim(8.5, ""),
}

NAMES = frozenset(LUCIDE) | frozenset(DRAWN)
