"""Like findings of one rule as one line: which of them stand together on a page of the check, and which are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from wellrun.web.presenters.rule_words import SEVERITIES

FOLDED_FROM = 3
"""So many findings of one rule are one line."""
SHOWN = 5
"""So many of them are shown under it; all of them stand in a list of their own."""


class Open(NamedTuple):
    """What is known of an open finding before any is read whole, in the order in which they are asked for."""

    severity: str
    rule: str
    subject: str
    pk: UUID
    since: datetime
    is_of_the_whole: bool | None


@dataclass(frozen=True)
class Fold:
    """The findings of a rule that are equally grave and equally set aside; `shown` are the ids of the first of them."""

    rule: str
    severity: str
    is_set_aside: bool
    count: int
    since: datetime
    shown: tuple[UUID, ...]

    @property
    def is_folded(self) -> bool:
        """Whether it is a line of its own, with its findings under it."""
        return self.count >= FOLDED_FROM


def folds_of(found: Iterable[Open], set_aside: Collection[tuple[str, str]]) -> list[Fold]:
    """What stands before what is set aside, the gravest first, by rule; those of the whole before those of a part."""
    alike: dict[tuple[bool, int, str], list[Open]] = defaultdict(list)
    grave = list(SEVERITIES)
    for one in found:
        alike[(one.rule, one.subject) in set_aside, grave.index(one.severity), one.rule].append(one)
    folds = []
    for key in sorted(alike):
        ones = sorted(alike[key], key=lambda one: (not one.is_of_the_whole, one.subject))
        folds += _lines(
            Fold(ones[0].rule, ones[0].severity, key[0], len(ones), min(one.since for one in ones), ()), ones
        )
    return folds


def _lines(fold: Fold, ones: list[Open]) -> list[Fold]:
    """One line for many, a line each for few."""
    if fold.is_folded:
        return [replace(fold, shown=tuple(one.pk for one in ones[:SHOWN]))]
    return [replace(fold, count=1, since=one.since, shown=(one.pk,)) for one in ones]
