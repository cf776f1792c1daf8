"""Which charts a definition may name, by how it is scored and what one row of its figures is."""

from __future__ import annotations

CHARTS = ("xmr", "ip", "p", "pp", "u", "up", "c", "oe", "oep", "g", "t")
"""Every chart on which the product can judge a measure. p, u and oe become pp, up and oep where figures spread so."""

_BY_PERIOD = {
    "proportion": ("p", "pp", "ip", "xmr"),
    "rate": ("u", "up", "ip", "xmr"),
    "ratio": ("ip", "xmr", "oe", "oep", "u", "up"),
    "count": ("c", "xmr"),
    "continuous": ("xmr", "ip"),
}
_BY_EVENT = {"count": ("g", "xmr"), "continuous": ("t", "g", "xmr")}


def suited_charts(scoring: str, grain: str) -> tuple[str, ...]:
    """The charts that such figures can be judged on, the likeliest first."""
    return _BY_EVENT.get(scoring, ("xmr",)) if grain == "event" else _BY_PERIOD.get(scoring, ("xmr",))


def chart_sentence(chart: str, scoring: str, grain: str) -> str:
    """That a chart does not suit such figures, and which do."""
    instead = ", ".join(suited_charts(scoring, grain))
    rows = "an event" if grain == "event" else f"a {grain}"
    return (
        f"{chart!r} does not suit a {scoring} with a row {rows}; use {instead}, or name none: the figures decide then"
    )
