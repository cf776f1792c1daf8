"""A plan as text, its kept versions, its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, StringConstraints

from wellrun.api.schemas.fields import Answered, Given, Key, Word, same
from wellrun.plans.diff import Change
from wellrun.plans.said import as_json, lines_of, summary
from wellrun.strategy.models import PlanChange, PlanVersion

MOST_CHARACTERS = 5_000_000


def _plain(text: str) -> str:
    if "\x00" in text:
        raise ValueError("text holds a NUL character")
    return text


Document = Annotated[str, StringConstraints(min_length=1, max_length=MOST_CHARACTERS), AfterValidator(_plain)]

Which = Annotated[str, StringConstraints(pattern=r"^(now|[0-9]{1,8})$")]


class DocumentOut(Answered):
    """The plan as the text of its file (YAML), with the parts of the site. `key`: which plan."""

    key: str
    document: str


class DiffIn(Given):
    """The text of a plan file; `against`: as if to the plan of that key, else to its own."""

    document: Document
    against: Key | None = None


class ApplyIn(Given):
    """The text of a plan file. `dry_run`: do it all and take it back. `over`: also over what others changed since."""

    document: Document
    dry_run: bool = False
    over: bool = False


class KeepIn(Given):
    """Why the plan is kept as it stands, in a few words."""

    reason: Annotated[Word, StringConstraints(min_length=1)]


class DifferenceOut(Answered):
    """What is added, removed, changed or reordered: `key` from the outside in, before and after as the file says."""

    kind: str
    key: list[str]
    change: Literal["added", "removed", "changed", "reordered"]
    before: Any
    after: Any


class DifferencesOut(Answered):
    """All differences in the order of the file, in values for a program and in `lines` for people."""

    summary: str
    lines: list[str]
    differences: list[DifferenceOut]


class AppliedOut(DifferencesOut):
    """What an application changed. `plan`: the key of the plan, null after a dry run."""

    plan: str | None


class VersionRef(Answered):
    """The plan as it stood at one moment."""

    number: int
    reason: str
    at: datetime
    by: str | None


class KeptOut(VersionRef):
    """A kept version with its text."""

    document: str


class PlanChangeOut(Answered):
    """One change of the plan: what of it, from what, to what, by whom."""

    id: int
    kind: str
    subject: str
    verb: str
    before: dict[str, Any]
    after: dict[str, Any]
    at: datetime
    by: str | None


def differences_out(found: Sequence[Change]) -> dict[str, Any]:
    """The fields of differences."""
    differences = [DifferenceOut(**one) for one in as_json(found)]
    return {"summary": summary(found), "lines": list(lines_of(found)), "differences": differences}


def version_ref(one: PlanVersion) -> VersionRef:
    """A kept version without its text."""
    return VersionRef(**same(one, "number", "reason", "at"), by=str(one.by) if one.by else None)


def kept_out(one: PlanVersion) -> KeptOut:
    """A kept version with its text."""
    return KeptOut(**dict(version_ref(one)), document=one.document)


def change_out(one: PlanChange) -> PlanChangeOut:
    """One row of the history."""
    names = ("id", "kind", "subject", "verb", "before", "after", "at")
    return PlanChangeOut(**same(one, *names), by=str(one.by) if one.by else None)
