"""Rules of the model check: where a site counts differently, and what is set aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from wellrun.api.schemas.fields import Answered, Day, Given, Key, Number, Text, Word, same
from wellrun.api.schemas.organisation import PostRef
from wellrun.api.schemas.words import Severity
from wellrun.check.catalogue import catalogue
from wellrun.check.engine import Found
from wellrun.check.models import RuleSetting, Waiver
from wellrun.check.rule import Rule
from wellrun.jobs.renewing import Renewable
from wellrun.jobs.rule_trial import Trial


class WaiverIn(Given):
    """Which rule is set aside for which subject, why, by which post, until when."""

    rule: Key
    subject: Word
    reason: Text
    post: Key
    expires: Day


class RenewalIn(Given):
    """Which exception of the plan before still holds. Without a reason or a day those of then hold, moved on."""

    rule: Key
    subject: Word
    reason: Text = ""
    expires: Day | None = None


class RenewalsIn(Given):
    """The exceptions that are stated again: all of them, or none where one is refused."""

    renewals: Annotated[list[RenewalIn], Field(min_length=1, max_length=1000)]


class StatedOut(Answered):
    """A rule set aside for a subject of the plan."""

    id: UUID
    rule: str
    subject: str
    reason: str
    post: PostRef
    expires: date


class RenewableOut(Answered):
    """A finding of the plan that the plan before had set aside: how it was said then, and the day it may hold until.

    `post_gone`: the post that said so is no more, so another one has to set it aside anew.
    """

    rule: str
    subject: str
    message: str
    then: StatedOut
    expires: date
    post_gone: bool


class RuleIn(Given):
    """How the site counts; an empty severity and no threshold leave the rule's own."""

    severity: Severity | Literal[""] = ""
    thresholds: Annotated[dict[Key, Number], Field(max_length=20)] = {}


class RuleOut(Answered):
    """A rule of the check: its own severity and thresholds, and those that count here."""

    rule: str
    title: str
    rationale: str
    reference: str
    kind: str
    waivable: bool
    severity: Severity
    severity_here: Severity
    thresholds: dict[str, float]
    thresholds_here: dict[str, float]


class TriedOut(Answered):
    """A finding as another setting would have it."""

    subject: str
    message: str
    severity: Severity


class TrialOut(Answered):
    """What a rule finds in the plan as it is set, and what it would find by another setting: how many, and which.

    `mended`: no longer found; `new`: found as well; `regraded`: found still, graver or less grave.
    """

    before: int
    after: int
    mended: list[TriedOut]
    new: list[TriedOut]
    regraded: list[TriedOut]


class CheckSummaryOut(Answered):
    """What a whole check found: open findings by severity, what could not be told, answers that were clear."""

    error: int
    warn: int
    info: int
    waived: int
    not_checked: int
    clear: int


def stated_out(one: Waiver) -> StatedOut:
    """A waiver with its post at hand."""
    return StatedOut(**same(one, "id", "rule", "subject", "reason", "expires"), post=PostRef.of(one.post))


def renewable_out(one: Renewable) -> RenewableOut:
    """What may be renewed, with the exception of then."""
    shown = same(one, "rule", "subject", "message", "expires")
    return RenewableOut(**shown, then=stated_out(one.then), post_gone=one.is_post_gone)


def trial_out(trial: Trial) -> TrialOut:
    """What another setting would do."""
    return TrialOut(
        before=len(trial.before),
        after=len(trial.after),
        mended=_tried(trial.mended),
        new=_tried(trial.new),
        regraded=_tried(trial.regraded),
    )


def _tried(found: Iterable[Found]) -> list[TriedOut]:
    return [TriedOut(**same(one, "subject", "message", "severity")) for one in found]


def rule_out(rule: Rule, settings: Mapping[str, RuleSetting]) -> RuleOut:
    """A rule with what the site says of it; `settings` by rule."""
    words, here = catalogue()[rule.id], settings.get(rule.id)
    told: dict[str, Any] = {"severity_here": (here.severity if here else "") or words.severity}
    return RuleOut(
        rule=rule.id,
        kind=rule.kind,
        **same(words, "title", "rationale", "reference", "waivable", "severity"),
        **told,
        thresholds=dict(rule.thresholds),
        thresholds_here={**rule.thresholds, **(here.thresholds if here else {})},
    )
