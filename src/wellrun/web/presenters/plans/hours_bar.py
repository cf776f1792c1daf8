"""A small bar: how much of the hours declared is asked for, and how much more."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 120.0
LEFT = 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """Widths in units of the drawing, as text so that no locale writes them otherwise.

    `within`: asked of what is declared; `beyond`: asked besides, from `beyond_from` on; `end`: where declared ends.
    """

    declared: str
    within: str
    beyond: str
    beyond_from: str
    end: str


def bar(declared: float, asked: float) -> Bar | None:
    """The bar, as long as the greater of the two; None where both are nothing."""
    longest = max(declared, asked)
    if longest <= 0:
        return None
    scale = WIDTH / longest
    more = max(asked - declared, 0.0) * scale
    return Bar(
        declared=_wide(declared * scale),
        within=_wide(min(declared, asked) * scale),
        beyond=_wide(more),
        beyond_from=_wide(LEFT + declared * scale),
        end=_wide(LEFT + declared * scale) if declared else "",
    )


def _wide(units: float) -> str:
    return f"{units:.1f}".removesuffix(".0") if units else ""
