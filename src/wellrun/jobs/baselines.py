"""What is said of a series and changes how it is judged: written down, then judged anew at once."""

from __future__ import annotations

from datetime import date

from wellrun.accounts.models import User
from wellrun.insight.models import EvaluationRun
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.jobs.owners_line import post_in_line
from wellrun.measures import actions
from wellrun.measures import said_errors as errors
from wellrun.measures.models import BaselineProposal, Exclusion, Series
from wellrun.measures.permission import JUDGES, permit


def approve_baseline(*, proposal: BaselineProposal, reason: str = "", by: User) -> BaselineProposal:
    """Begin the baseline that was asked for, and judge the series by it; the aim stays.

    Raises `in_owners_line`, and what the action refuses.
    """
    _require_outsider(proposal, by)
    settled = actions.approve_baseline(proposal=proposal, reason=reason, by=by)
    _judge(proposal.series_id, by)
    return settled


def decline_baseline(*, proposal: BaselineProposal, reason: str, by: User) -> BaselineProposal:
    """Leave the baseline as it is, with a reason. Raises `in_owners_line`, and what the action refuses."""
    _require_outsider(proposal, by)
    return actions.decline_baseline(proposal=proposal, reason=reason, by=by)


def exclude_point(*, series: Series, period: date, reason: str, by: User) -> Exclusion:
    """Leave a point out, and judge the series without it. Raises what the action refuses."""
    exclusion = actions.exclude_point(series=series, period=period, reason=reason, by=by)
    _judge(series.pk, by)
    return exclusion


def include_point(*, exclusion: Exclusion, by: User) -> None:
    """Take a point in again, and judge the series with it. Raises what the action refuses."""
    actions.include_point(exclusion=exclusion, by=by)
    _judge(exclusion.series_id, by)


def _require_outsider(proposal: BaselineProposal, by: User) -> None:
    permit(by, proposal.series.unit_id, *JUDGES)
    if proposal.proposed_by == by.audit_label:
        raise errors.own_proposal()
    post = post_in_line(by, proposal.series)
    if post is not None:
        raise errors.in_owners_line(post.title)


def _judge(series_id: int, by: User) -> None:
    evaluate_and_raise(series_ids=[series_id], cause=EvaluationRun.Cause.MANUAL, by=by)
