"""The cycle, and what is set aside in it on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The cycle. `activated` is empty while it is drafted or consulted on."""

    key: str
    name: str
    starts: date
    ends: date
    stage: str  # draft | consultation | active | closed
    activated: date | None = None
    reviewed_since: date | None = None  # the first review on record, of a plan in force before its site began
    domains: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()  # keys of the stop list
    domain_names: tuple[tuple[str, str], ...] = ()  # what the domains are called, by key


@dataclass(frozen=True, slots=True)
class WaiverFacts:
    """A rule set aside for a subject until a day."""

    rule: str
    subject: str
    reason: str
    post: str
    expires: date
