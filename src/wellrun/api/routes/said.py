"""What people say of a series: events on its chart, points left out, new baselines."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel

from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.said import (
    BaselineIn,
    BaselineOut,
    EventIn,
    EventOut,
    ExclusionIn,
    ExclusionOut,
    SettleIn,
    baseline_out,
    event_out,
    exclusion_out,
)
from wellrun.api.sight import the_one
from wellrun.jobs import baselines
from wellrun.measures import actions
from wellrun.measures.models import BaselineProposal, Event, Exclusion, Series
from wellrun.measures.queries import series_for
from wellrun.reviews.visibility import evidence_for

router = Router(tags=["said of series"])


class SaidFilter(BaseModel):
    """`all`: also what was withdrawn or lifted."""

    all: bool = False


@router.get("/series/{uuid:series_id}/events", response=Page[EventOut])
def list_events(
    request: HttpRequest, series_id: UUID, wanted: Query[SaidFilter], paging: Query[Paging]
) -> Page[EventOut]:
    """The events on the chart of a series: of its unit and of those above, of its measure or of all."""
    series = _series(caller(request), series_id)
    of_it = Q(measure__isnull=True) | Q(measure=series.measure_id)
    rows = Event.objects.filter(of_it, unit__below__descendant=series.unit_id).select_related("unit", "measure")
    rows = rows if wanted.all else rows.filter(withdrawn_at__isnull=True)
    return Page[EventOut].of(
        request, rows.order_by("starts_on", "noted_at", "pk"), paging, lambda found: [event_out(one) for one in found]
    )


@router.post("/series/{uuid:series_id}/events", response={201: EventOut})
def note_event(request: HttpRequest, series_id: UUID, given: EventIn) -> Status[EventOut]:
    """Note that something happened in the unit of a series. For who may contribute there."""
    user = caller(request)
    series = _series(user, series_id)
    event = actions.note_event(
        unit=series.unit,
        measure=None if given.every_measure else series.measure,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        text=given.text,
        by=user,
    )
    return Status(201, event_out(event))


@router.post("/events/{uuid:event_id}/withdraw", response=EventOut)
def withdraw_event(request: HttpRequest, event_id: UUID) -> EventOut:
    """Take an event off the charts. For who noted it, and who may analyse or chair in its unit."""
    user = caller(request)
    event = the_one(
        Event.objects.filter(pk=event_id, unit__in=granted_unit_ids(user)).select_related("unit", "measure")
    )
    actions.withdraw_event(event=event, by=user)
    event.refresh_from_db()
    return event_out(event)


@router.get("/series/{uuid:series_id}/exclusions", response=Page[ExclusionOut])
def list_exclusions(
    request: HttpRequest, series_id: UUID, wanted: Query[SaidFilter], paging: Query[Paging]
) -> Page[ExclusionOut]:
    """The points of a series that are left out, and why."""
    series = _series(caller(request), series_id)
    rows = Exclusion.objects.filter(series=series).select_related("series")
    rows = rows if wanted.all else rows.filter(lifted_at__isnull=True)
    return Page[ExclusionOut].of(
        request, rows.order_by("period", "excluded_at"), paging, lambda found: [exclusion_out(one) for one in found]
    )


@router.post("/series/{uuid:series_id}/exclusions", response={201: ExclusionOut})
def exclude_point(request: HttpRequest, series_id: UUID, given: ExclusionIn) -> Status[ExclusionOut]:
    """Leave the figure of a period out of all judging; the series is judged anew. For who may analyse or chair."""
    user = caller(request)
    series = _series(user, series_id)
    exclusion = baselines.exclude_point(series=series, period=given.period, reason=given.reason, by=user)
    return Status(201, exclusion_out(exclusion))


@router.post("/exclusions/{uuid:exclusion_id}/lift", response=ExclusionOut)
def include_point(request: HttpRequest, exclusion_id: UUID) -> ExclusionOut:
    """Let the figure take part again; the series is judged anew. For who may analyse or chair."""
    user = caller(request)
    rows = Exclusion.objects.filter(pk=exclusion_id, series__unit__in=granted_unit_ids(user))
    exclusion = the_one(rows.select_related("series"))
    baselines.include_point(exclusion=exclusion, by=user)
    exclusion.refresh_from_db()
    return exclusion_out(exclusion)


@router.get("/series/{uuid:series_id}/baselines", response=Page[BaselineOut])
def list_baselines(request: HttpRequest, series_id: UUID, paging: Query[Paging]) -> Page[BaselineOut]:
    """The new baselines that were asked for, the newest proposal first; the phases of the series are those begun."""
    user = caller(request)
    series = _series(user, series_id)
    rows = BaselineProposal.objects.filter(series=series).select_related("series").order_by("-proposed_at", "pk")
    return Page[BaselineOut].of(request, rows, paging, lambda found: _shown(user, found))


@router.post("/series/{uuid:series_id}/baselines", response={201: BaselineOut})
def propose_baseline(request: HttpRequest, series_id: UUID, given: BaselineIn) -> Status[BaselineOut]:
    """Ask for a new baseline because a process or definition changed. For who may analyse or chair."""
    user = caller(request)
    series = _series(user, series_id)
    made = actions.propose_baseline(series=series, by=user, **given.model_dump())
    return Status(201, _shown(user, [made])[0])


@router.post("/baselines/{uuid:baseline_id}/approve", response=BaselineOut)
def approve_baseline(request: HttpRequest, baseline_id: UUID, given: SettleIn) -> BaselineOut:
    """Begin it, for good. For who may analyse or chair there, did not propose it and is outside the owner's line."""
    user = caller(request)
    found = baselines.approve_baseline(proposal=_proposal(user, baseline_id), reason=given.reason, by=user)
    return _shown(user, [found])[0]


@router.post("/baselines/{uuid:baseline_id}/decline", response=BaselineOut)
def decline_baseline(request: HttpRequest, baseline_id: UUID, given: SettleIn) -> BaselineOut:
    """Leave the baseline as it is, with a reason. For the same as may approve it."""
    user = caller(request)
    found = baselines.decline_baseline(proposal=_proposal(user, baseline_id), reason=given.reason, by=user)
    return _shown(user, [found])[0]


@router.post("/baselines/{uuid:baseline_id}/withdraw", response=BaselineOut)
def withdraw_baseline(request: HttpRequest, baseline_id: UUID) -> BaselineOut:
    """Take one's own proposal back."""
    user = caller(request)
    return _shown(user, [actions.withdraw_baseline(proposal=_proposal(user, baseline_id), by=user)])[0]


def _series(user: User, series_id: UUID) -> Series:
    return the_one(series_for(user).filter(uid=series_id).select_related("unit", "measure"))


def _proposal(user: User, baseline_id: UUID) -> BaselineProposal:
    rows = BaselineProposal.objects.filter(pk=baseline_id, series__unit__in=granted_unit_ids(user))
    return the_one(rows.select_related("series"))


def _shown(user: User, proposals: Sequence[BaselineProposal]) -> list[BaselineOut]:
    """Proposals with what they rest on, as far as the caller sees it."""
    evidence = evidence_for(user, proposals)
    return [baseline_out(one, evidence[one.pk]) for one in proposals]
