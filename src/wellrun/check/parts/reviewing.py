"""What reviews leave behind: items, what went up, texts, counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EscalationFacts:
    """An escalation without an answer yet, by how many hours it waits; an answered one waits none."""

    key: str
    title: str
    tier: int
    waiting_hours: float
    answered: bool
    unit: str = ""  # out of which it was asked


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An agenda item: closed or not, with what outcome, and the reason where that is "no action"."""

    key: str
    title: str
    closed: bool
    outcome: str = ""  # decision | action | escalation
    no_action: bool = False
    reason: str = ""
    unit: str = ""  # the one it is about


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """A free text: where it stands, and what it says.

    `unit`: of what was written beside the plan; empty where a restricted forum keeps it to itself.
    """

    key: str
    place: str
    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class CellFacts:
    """A shown or hidden count with the range that the shown totals leave for it."""

    key: str
    count: int | None
    hidden: bool
    threshold: int
    least: float | None = None
    most: float | None = None
