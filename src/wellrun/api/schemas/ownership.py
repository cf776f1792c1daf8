"""Who answers for what: each measure of an objective, what each function is to it, and what is missing."""

from __future__ import annotations

from typing import Any, Literal

from wellrun.api.schemas.execution import ObjectiveRef
from wellrun.api.schemas.fields import Answered, same
from wellrun.api.schemas.organisation import UnitRef
from wellrun.api.schemas.words import MeasureRoleWord
from wellrun.jobs.in_force.ownership import Drawn, Head, Mark, Wish
from wellrun.jobs.in_force.ownership_holes import Hole

Letter = Literal["A", "R", "S", "C", "I"]


class MarkOut(Answered):
    """What a function is to a measure: A accountable, R responsible for a hand-off, S sponsor, C consulted, I informed.

    `post`: its title, empty where none is named. `missing`: what is wrong with it, in words.
    """

    function: str
    letter: Letter
    word: str
    post: str
    missing: str


class HoleOut(Answered):
    """What is missing. `function`: whose it is. `mend`: what the form does.

    `href` empty: it is not the caller's to fill in.
    """

    text: str
    function: str
    mend: str
    href: str


class OwnershipRowOut(Answered):
    """A measure by its key; both empty, the objective as a whole. `role` empty: it is handed on by a team alone."""

    measure: str
    name: str
    role: MeasureRoleWord | Literal[""]
    marks: list[MarkOut]
    holes: list[HoleOut]


class OwnershipOut(Answered):
    """One objective with its rows."""

    objective: ObjectiveRef
    unit: UnitRef
    rows: list[OwnershipRowOut]


def ownership_out(drawn: Drawn, wish: Wish) -> OwnershipOut:
    """The rows of one objective that one looks at."""
    rows = [
        _row(head, cells, holes)
        for head, cells, holes in drawn.rows
        if (not wish.function or wish.function in cells) and (not wish.holes or holes)
    ]
    return OwnershipOut(objective=ObjectiveRef.of(drawn.one), unit=UnitRef.of(drawn.one.unit), rows=rows)


def _row(head: Head, cells: dict[str, list[Mark]], holes: list[Hole]) -> OwnershipRowOut:
    marks = [_mark(function, mark) for function, found in cells.items() for mark in found]
    shown: Any = {
        "role": head.role,
        "holes": [HoleOut(**same(one, "text", "function", "mend", "href")) for one in holes],
    }
    return OwnershipRowOut(measure=head.measure, name=head.name, marks=marks, **shown)


def _mark(function: str, mark: Mark) -> MarkOut:
    letter: Any = mark.letter
    return MarkOut(function=function, letter=letter, word=mark.word, post=mark.who, missing=mark.wrong)
