"""A new baseline: proposed on a page of its own, approved or declined on another."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.execution.errors import not_permitted
from wellrun.jobs.baselines import approve_baseline, decline_baseline
from wellrun.lib.errors import UserError
from wellrun.measures.actions import propose_baseline, withdraw_baseline
from wellrun.measures.models import BaselineProposal
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.visibility import visible_items
from wellrun.web.forms.changes import BaselineForm, DecisionForm
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.measure_changes import (
    Spoken,
    changes_page,
    level_change_at,
    proposal_of,
    proposal_page,
    spoken_of,
)
from wellrun.web.views.plans.saving import say_findings_in_force

Origin = BaselineProposal.Origin
_FIELD_OF = {
    "baseline_needs_reason": "reason",
    "baseline_ahead": "changed_on",
    "baseline_before_change": "changed_on",
    "decline_needs_reason": "reason",
} | {
    f"baseline_{what}": "start"
    for what in ("too_early", "without_figures", "begins_there", "too_few", "too_close", "proposed")
}


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """The form of a proposal, filled in as far as its address says."""
    spoken = spoken_of(frame_for(request, unit), key)
    if not spoken.may_judge:
        raise not_permitted()
    periods = spoken.periods(but_first=True)
    if request.method == "GET":
        return _show_form(request, spoken, BaselineForm(periods, initial=_initial(request, spoken)))
    form = BaselineForm(periods, request.POST)
    if not form.is_valid():
        return _show_form(request, spoken, form, 422)
    try:
        proposal = _propose(spoken, form.cleaned_data)
    except UserError as error:
        return _show_form(request, spoken, form, show_or_raise(form, error, _FIELD_OF))
    messages.success(request, _("Proposed. Somebody outside the owner's line approves or declines it."))
    return redirect("baseline", unit, key, proposal.pk)


@require_http_methods(["GET", "POST"])
def baseline(request: HttpRequest, unit: str, key: str, pk: UUID) -> HttpResponse:
    """One proposal, and the answer to it."""
    spoken = spoken_of(frame_for(request, unit), key)
    proposal = proposal_of(spoken, pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _show(request, spoken, proposal, form)
    if not form.is_valid():
        return _show(request, spoken, proposal, form, 422)
    try:
        told = _settle(request.POST.get("verb", ""), proposal, form.cleaned_data["reason"], spoken)
    except UserError as error:
        return _show(request, spoken, proposal_of(spoken, pk), form, show_or_raise(form, error, _FIELD_OF))
    messages.success(request, told)
    say_findings_in_force(request)
    return redirect("changes", unit, key)


def _propose(spoken: Spoken, given: dict[str, Any]) -> BaselineProposal:
    origin, evidence = _evidence(spoken, given)
    facts = {name: given[name] for name in ("start", "changed_on", "reason_kind", "reason")}
    return propose_baseline(series=spoken.series, origin=origin, evidence=evidence, by=spoken.frame.user, **facts)


def _evidence(spoken: Spoken, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Where the proposal comes from, worked out here: nobody types what figures or reviews say."""
    item = _item(spoken, given["item"])
    if item is not None:
        return Origin.REVIEW, {"item": str(item.pk), "review": str(item.review_id)}
    found = level_change_at(spoken, given["start"]) if given["origin"] == Origin.SEGMENTS else None
    return (Origin.SEGMENTS, found.evidence()) if found is not None else (Origin.PERSON, {})


def _item(spoken: Spoken, pk: UUID | None) -> AgendaItem | None:
    """The item a proposal comes from, where the reader sees it and it speaks of the series."""
    if pk is None:
        return None
    frame = spoken.frame
    found = visible_items(frame.user, frame.today).filter(pk=pk).select_related("closing_outcome__decision")
    own, folded = found.filter(series=spoken.series), found.filter(signals__signal__series=spoken.series)
    return own.first() or folded.first()


def _settle(verb: str, proposal: BaselineProposal, reason: str, spoken: Spoken) -> str:
    user = spoken.frame.user
    if verb == "approve":
        approve_baseline(proposal=proposal, reason=reason, by=user)
        return _(
            "Approved. The series is judged by the new baseline; the old one stays on the chart, the aim as it is."
        )
    if verb == "decline":
        decline_baseline(proposal=proposal, reason=reason, by=user)
        return _("Declined. The baseline stays as it is.")
    if verb == "withdraw":
        withdraw_baseline(proposal=proposal, by=user)
        return _("The proposal is withdrawn.")
    raise UserError("verb_unknown", _("Choose whether it is approved or declined."))


def _initial(request: HttpRequest, spoken: Spoken) -> dict[str, Any]:
    """What the address says, and of an item that was settled what was decided."""
    asked = request.GET
    start, item = _day(asked.get("start", "")), _item(spoken, _uuid(asked.get("item", "")))
    kind = asked.get("reason_kind", "")
    return {
        "start": start.isoformat() if start else "",
        "origin": asked.get("origin", ""),
        "item": item.pk if item else "",
        "reason": _decided(item),
        "reason_kind": kind if kind in BaselineProposal.Reason.values else BaselineProposal.Reason.PROCESS,
    }


def _decided(item: AgendaItem | None) -> str:
    """The choice that closed an item, with its reason; a restricted forum's stays in it, as all read a proposal."""
    if item is not None and item.review.forum.restricted:
        return ""
    decision = item.closing_outcome.decision if item is not None and item.closing_outcome is not None else None
    if decision is None:
        return ""
    return "\n".join(dict.fromkeys((decision.text, decision.reason)))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _show_form(request: HttpRequest, spoken: Spoken, form: BaselineForm, status: int = 200) -> HttpResponse:
    start = _day(str(form["start"].value() or ""))
    found = level_change_at(spoken, start) if start and form["origin"].value() == Origin.SEGMENTS else None
    context = {
        "spoken": spoken,
        "shown": changes_page(spoken),
        "form": form,
        "found": found,
        "crumbs": spoken.crumbs(spoken.here()),
    }
    return page(request, spoken.frame, "strategy", "measure/propose.html", context, status=status)


def _show(
    request: HttpRequest, spoken: Spoken, proposal: BaselineProposal, form: DecisionForm, status: int = 200
) -> HttpResponse:
    shown, figure = proposal_page(spoken, proposal), changes_page(spoken).figure
    context = {"spoken": spoken, "shown": shown, "form": form, "figure": figure}
    return page(request, spoken.frame, "strategy", "measure/baseline.html", context, status=status)
