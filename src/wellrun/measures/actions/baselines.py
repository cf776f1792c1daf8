"""A new baseline: proposed with a dated change and a reason, approved by somebody else. It never touches the aim."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from wellrun.audit.actions import System, record
from wellrun.lib import clock
from wellrun.measures import said_errors as errors
from wellrun.measures.actions.series import start_phase
from wellrun.measures.beginnings import check_beginning
from wellrun.measures.errors import unknown_word
from wellrun.measures.models import BaselineProposal, Series
from wellrun.measures.permission import JUDGES, Doer, permit

Status = BaselineProposal.Status


@transaction.atomic
def propose_baseline(
    *,
    series: Series,
    start: date,
    changed_on: date,
    reason: str,
    reason_kind: str = BaselineProposal.Reason.PROCESS,
    origin: str = BaselineProposal.Origin.PERSON,
    evidence: Mapping[str, Any] | None = None,
    by: Doer,
) -> BaselineProposal:
    """Ask for a new baseline from the period that holds `start`, because something changed on `changed_on`.

    Nothing is judged otherwise until somebody else approves it. Raises `baseline_needs_reason`, `word_unknown`,
    `baseline_proposed`, what `check_beginning` refuses, and what `permit` raises.
    """
    permit(by, series.unit_id, *JUDGES)
    words = reason.strip()
    if not words:
        raise errors.baseline_needs_reason()
    for field, word, known in (
        ("reason", reason_kind, BaselineProposal.Reason.values),
        ("origin", origin, BaselineProposal.Origin.values),
    ):
        if word not in known:
            raise unknown_word(field, word, known)
    proposal = BaselineProposal(
        series=series,
        start=check_beginning(series, start, changed_on),
        changed_on=changed_on,
        reason_kind=str(reason_kind),
        reason=words,
        origin=str(origin),
        evidence=dict(evidence or {}),
        proposed_by=by.audit_label,
        proposed_at=clock.now(),
    )
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError:
        raise errors.baseline_proposed(proposal.start) from None
    record(by=by, verb="propose_baseline", subject=proposal, data=_facts(proposal))
    return proposal


@transaction.atomic
def approve_baseline(*, proposal: BaselineProposal, reason: str = "", by: Doer) -> BaselineProposal:
    """Begin the phase that was asked for. `jobs.baselines` asks first whether the approver is outside the owner's line.

    Raises `own_proposal`, `baseline_decided`, and what `start_phase`, `check_beginning` and `permit` refuse.
    """
    _require_another(proposal, by)
    check_beginning(proposal.series, proposal.start, proposal.changed_on)
    _claim_open(proposal)
    phase = start_phase(
        series=proposal.series, start=proposal.start, reason=proposal.reason, reason_kind=proposal.reason_kind, by=by
    )
    _settle(proposal, Status.APPROVED, reason, by, phase=phase)
    record(by=by, verb="approve_baseline", subject=proposal, data=_facts(proposal) | {"phase": phase.pk})
    return proposal


@transaction.atomic
def decline_baseline(*, proposal: BaselineProposal, reason: str, by: Doer) -> BaselineProposal:
    """Leave the baseline as it is, and say why. `jobs.baselines` asks first who declines it.

    Raises `decline_needs_reason`, `own_proposal`, `baseline_decided`, and what `permit` raises.
    """
    _require_another(proposal, by)
    if not reason.strip():
        raise errors.decline_needs_reason()
    _settle(proposal, Status.DECLINED, reason, by)
    record(by=by, verb="decline_baseline", subject=proposal, data=_facts(proposal) | {"why": reason.strip()})
    return proposal


@transaction.atomic
def withdraw_baseline(*, proposal: BaselineProposal, by: Doer) -> BaselineProposal:
    """Take one's own proposal back before it is settled. Raises `not_the_proposer`, `baseline_decided`."""
    permit(by, proposal.series.unit_id, *JUDGES)
    if proposal.proposed_by != by.audit_label:
        raise errors.not_the_proposer()
    _settle(proposal, Status.WITHDRAWN, "", by)
    record(by=by, verb="withdraw_baseline", subject=proposal, data=_facts(proposal))
    return proposal


def _require_another(proposal: BaselineProposal, by: Doer) -> None:
    permit(by, proposal.series.unit_id, *JUDGES)
    if isinstance(by, System) or proposal.proposed_by == by.audit_label:
        raise errors.own_proposal()


def _claim_open(proposal: BaselineProposal) -> None:
    """Hold the row, so that two people do not settle it at once."""
    if not BaselineProposal.objects.select_for_update().filter(pk=proposal.pk, status=Status.PROPOSED).exists():
        raise errors.baseline_decided()


def _settle(proposal: BaselineProposal, status: Status, reason: str, by: Doer, **also: Any) -> None:
    facts = {
        "status": status.value,
        "decided_by": by.audit_label,
        "decided_at": clock.now(),
        "decision_reason": reason.strip(),
    } | also
    if not BaselineProposal.objects.filter(pk=proposal.pk, status=Status.PROPOSED).update(**facts):
        raise errors.baseline_decided()
    proposal.refresh_from_db()


def _facts(proposal: BaselineProposal) -> dict[str, Any]:
    return {
        "series": proposal.series_id,
        "start": proposal.start,
        "changed_on": proposal.changed_on,
        "kind": proposal.reason_kind,
        "reason": proposal.reason,
        "origin": proposal.origin,
    }
