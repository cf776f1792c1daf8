"""Recording a choice; to do nothing is one, with a reason like any other."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.audit.actions import record
from wellrun.execution.errors import already_changed
from wellrun.execution.look_back import require_useful
from wellrun.execution.models import Decision
from wellrun.execution.permission import Doer, permit
from wellrun.execution.related import require_series
from wellrun.execution.visibility import require_visible_decision
from wellrun.execution.words import needed
from wellrun.lib import clock
from wellrun.lib.errors import UserError
from wellrun.measures.models import Series
from wellrun.organisation.models import Right, Unit
from wellrun.organisation.queries import site_zone


@transaction.atomic
def record_decision(
    *,
    kind: Decision.Kind | str,
    text: str,
    reason: str,
    unit: Unit,
    series: Series | None = None,
    look_back: date | None = None,
    effect_delay_days: int = 0,
    about: str = "",
    spending: float | None = None,
    staffing: float | None = None,
    beyond_right: bool = False,
    right_holder: str = "",
    by: Doer,
) -> Decision:
    """Record what was chosen and why. For "no action" the words may be left out, the reason may not.

    `about`, `spending`, `staffing`: what kind of decision it is and how much it takes; `right_holder`: who had the
    right to it, which the caller has looked up.
    Raises `decision_needed`, `reason_needed`, `look_back_too_early`, `feed_ended`, `kind_unknown`, `amount_negative`.
    """
    permit(by, Permission.CHAIR, unit.pk)
    require_series(by, series)
    kind = Decision.Kind(kind)
    if kind is Decision.Kind.NO_ACTION and not text.strip():
        text = _("No action")
    _require_known(about, spending, staffing)
    today = clock.today(site_zone())
    require_useful(look_back, series=series, completion=today, effect_delay_days=effect_delay_days)
    decision = Decision.objects.create(
        kind=kind,
        text=needed(text, "decision_needed", _("Say what was decided.")),
        reason=needed(reason, "reason_needed", _("Say why; doing nothing needs a reason too.")),
        unit=unit,
        series=series,
        look_back=look_back,
        about=about,
        spending=spending,
        staffing=staffing,
        beyond_right=beyond_right,
        right_holder=right_holder,
        decided_at=clock.now(),
        decided_by=by.audit_label,
    )
    said: dict[str, Any] = {"about": about, "spending": spending, "staffing": staffing}
    said |= {"beyond_right": beyond_right, "right_holder": right_holder}
    data = {"kind": kind, "look_back": look_back} | (said if about else {})
    record(by=by, verb="record_decision", subject=decision, data=data)
    return decision


def _require_known(about: str, spending: float | None, staffing: float | None) -> None:
    if about and about not in Right.Kind.values:
        raise UserError("kind_unknown", _("Choose a kind of decision."), kind=about)
    if min(spending or 0, staffing or 0) < 0:
        raise UserError("amount_negative", _("An amount is not below zero."))


@transaction.atomic
def take_back_decision(*, decision: Decision, reason: str, by: Doer) -> Decision:
    """Say that a decision was recorded by mistake: it stays on record and no longer holds.

    Raises `reason_needed`, `already_changed`.
    """
    require_visible_decision(by, decision)
    permit(by, Permission.CHAIR, decision.unit_id)
    reason = needed(reason, "reason_needed", _("Say why this decision does not hold."))
    holding = Decision.objects.filter(pk=decision.pk, taken_back_at__isnull=True)
    if not holding.update(taken_back_at=clock.now()):
        raise already_changed("taken_back")
    record(by=by, verb="take_back_decision", subject=decision, data={"reason": reason})
    decision.refresh_from_db()
    return decision
