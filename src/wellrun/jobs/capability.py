"""What is steady and short of its aim: nothing to explain month by month, one question that stands until it changes.

A figure that varies as it always does and cannot reach its aim will not reach it by asking for reasons. Where nobody
has begun to change how it is done, its forum is asked once whether to redesign it or to set another aim.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellrun.analytics.spc.codes import Status
from wellrun.audit.actions import SYSTEM
from wellrun.execution.models import Initiative, InitiativeTarget
from wellrun.insight.briefing import Briefing
from wellrun.insight.models import SeriesState
from wellrun.insight.turns import take_turn
from wellrun.jobs.recency import recency_of
from wellrun.jobs.rooms import Rooms
from wellrun.lib import clock
from wellrun.measures.models import Series
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone
from wellrun.reviews.actions import raise_item
from wellrun.reviews.actions.claim import LIVE
from wellrun.reviews.actions.sittings import coming_sitting
from wellrun.reviews.actions.standing import take_off_standing
from wellrun.reviews.models import AgendaItem
from wellrun.strategy.models import Objective, ObjectiveMeasure
from wellrun.strategy.queries import RoleRow, roles_in_force

KIND = AgendaItem.Kind.NOT_CAPABLE
# A balancing measure is to be kept from harm, not brought to an aim.
_AIMED_AT = (ObjectiveMeasure.Role.LAG, ObjectiveMeasure.Role.LEAD)
_STILL_SHORT = ("short", "not_there_yet")
# In the facts of an item: what must have changed before it may be asked again.
ASKED = "asked"


@transaction.atomic
def raise_not_capable() -> list[AgendaItem]:
    """Ask once of every steady series short of its aim where no initiative is under way; take back what changed.

    Only of the unit whose objective it is, and of the topmost where units below are short as well. A second call at
    the same moment asks nothing.
    """
    take_turn()
    _take_back()
    return _Asking().ask()


class _Asking:
    """The series that are short now, and what has been asked already."""

    def __init__(self) -> None:
        today = clock.today(site_zone())
        still_there = Q(series__unit__closed__isnull=True) | Q(series__unit__closed__gt=today)
        aimed_at = {role.measure_id for role in roles_in_force() if role.role in _AIMED_AT}
        short = SeriesState.objects.filter(
            still_there,
            aim="short",
            change="none",
            status=Status.OK.word,
            series__measure_id__in=aimed_at,
            series__unit__membership=Unit.Membership.MEMBER,
        )
        self.briefing = Briefing(set(short.values_list("series_id", flat=True)))
        self.recency = recency_of(self.briefing.versions)
        self.rooms = Rooms()
        self.roles = {pk: role for pk in self.briefing.series if (role := self._own_role(pk)) is not None}
        self.places = {self._place(pk) for pk in self.roles}
        self.linked = linked_initiatives(
            self.roles, {role.objective_id for role in self.roles.values()}, statuses=Initiative.UNDER_WAY
        )
        self.asked = _asked(self.roles)

    def ask(self) -> list[AgendaItem]:
        found = []
        for series_id, role in sorted(self.roles.items(), key=lambda each: self.briefing.series[each[0]].unit.name):
            asked = asked_of(self.briefing.series[series_id], self.briefing.state(series_id))
            told_before = asked in self.asked.get(series_id, [])
            if told_before or self._is_under_way(series_id, role) or self._is_below(series_id):
                continue
            item = self._raise(series_id, role, asked)
            found += [item] if item is not None else []
        return found

    def _own_role(self, series_id: int) -> RoleRow | None:
        """The role toward an objective of the series' own unit, of what still goes on."""
        series, state = self.briefing.series[series_id], self.briefing.state(series_id)
        if state is None or self.recency.has_ended(series.measure_id, state.last_period):
            return None
        own = (role for role in self.briefing.roles(series_id) if role.unit_id == series.unit_id)
        return next((role for role in own if role.role in _AIMED_AT), None)

    def _place(self, series_id: int) -> tuple[UUID, UUID, str]:
        series = self.briefing.series[series_id]
        return series.unit_id, series.measure_id, series.stratum

    def _is_below(self, series_id: int) -> bool:
        """Whether a unit above is short in the same measure: then it is asked there, of the whole."""
        own, measure_id, stratum = self._place(series_id)
        above = (unit_id for unit_id in self.briefing.distances[own] if unit_id != own)
        return any((unit_id, measure_id, stratum) in self.places for unit_id in above)

    def _is_under_way(self, series_id: int, role: RoleRow) -> bool:
        return any(
            one.objective_id == role.objective_id or series_id in {target.series_id for target in one.targets.all()}
            for one in self.linked
        )

    def _raise(self, series_id: int, role: RoleRow, asked: Mapping[str, Any]) -> AgendaItem | None:
        series = self.briefing.series[series_id]
        forum = self.rooms.route(
            self.briefing.distances[series.unit_id],
            measure_id=series.measure_id,
            domains=[series.measure.domain, role.domain],
            grain=self.briefing.versions[series.measure_id].grain,
        )
        if forum is None:
            return None
        facts: dict[str, Any] = {**self.briefing.state_facts(series_id), "not_capable": True, ASKED: dict(asked)}
        return raise_item(
            review=coming_sitting(forum, SYSTEM),
            kind=KIND,
            unit=series.unit,
            series=series,
            objective=Objective.objects.get(pk=role.objective_id),
            facts=facts,
            by=SYSTEM,
        )


def linked_initiatives(
    series_ids: Collection[int], objective_ids: Collection[UUID], *, statuses: Collection[str]
) -> list[Initiative]:
    """The initiatives that aim at one of the series or serve one of the objectives."""
    aimed = InitiativeTarget.objects.filter(series_id__in=list(series_ids)).values("initiative_id")
    linked = Q(pk__in=aimed) | Q(objective_id__in=list(objective_ids))
    return list(Initiative.objects.filter(linked, status__in=statuses).prefetch_related("targets"))


def asked_of(series: Series, state: SeriesState | None) -> dict[str, Any]:
    """By what the question is the same question: the aim, the definition, the stretch, and what was tried since."""
    over = Initiative.objects.filter(targets__series=series).exclude(status__in=Initiative.UNDER_WAY)
    return {
        "low": state.target_low if state else None,
        "high": state.target_high if state else None,
        "version": state.version_number if state else 0,
        "since": state.phase_start.isoformat() if state and state.phase_start else "",
        "tried": over.count(),
    }


def _asked(series_ids: Collection[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    rows = AgendaItem.objects.filter(kind=KIND, series_id__in=list(series_ids))
    for series_id, facts in rows.values_list("series_id", "facts"):
        found.setdefault(series_id, []).append(facts.get(ASKED))
    return found


def _take_back() -> None:
    """The open questions that no longer hold leave the agenda, with what changed."""
    rows = AgendaItem.objects.filter(kind=KIND, status=AgendaItem.Status.OPEN, review__status__in=LIVE)
    for item in rows.select_related("series__state", "series__unit", "objective").order_by("raised_at"):
        reason = _why_over(item)
        if reason:
            take_off_standing(item=item, reason=reason)


def _why_over(item: AgendaItem) -> str:
    """What has changed since it was asked; empty where nothing has."""
    series = item.series
    assert series is not None
    state: SeriesState | None = getattr(series, "state", None)
    linked = linked_initiatives(
        [series.pk], [item.objective_id] if item.objective_id else [], statuses=Initiative.UNDER_WAY
    )
    if linked:
        return _("An initiative is under way: %(title)s") % {"title": linked[0].title}
    asked, now = item.facts.get(ASKED, {}), asked_of(series, state)
    if (asked.get("low"), asked.get("high")) != (now["low"], now["high"]):
        return _("The aim is another one now.")
    if (asked.get("version"), asked.get("since")) != (now["version"], now["since"]):
        return _("The process or its definition changed, and it is counted anew.")
    if state is None or state.aim not in _STILL_SHORT:
        return _("It reaches its aim at times now.")
    return ""
