"""My day: what needs this person today, in the order in which it cannot wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.queries import granted_unit_ids
from wellrun.insight.models import SeriesState
from wellrun.lib import clock
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import subtree_ids
from wellrun.reviews.models import Review
from wellrun.reviews.queries import my_day
from wellrun.strategy.queries import roles_in_force
from wellrun.web import dates
from wellrun.web.presenters.actions import ActionRow, EscalationRow, action_rows, escalation_row
from wellrun.web.presenters.rows import MeasureRow, current_versions, measure_row

MOST_CHANGES = 8


@dataclass(frozen=True)
class Sitting:
    """A review of today."""

    name: str
    href: str
    when: str
    open_items: str


@dataclass(frozen=True)
class Changed:
    """A measure that shows a real change, and the unit it is of."""

    row: MeasureRow
    unit: str
    since: str


@dataclass(frozen=True)
class Day:
    """What the page shows; `said` is the sentence first."""

    said: str
    to_answer: list[ActionRow]
    updates_due: list[ActionRow]
    to_settle: list[ActionRow]
    escalations: list[EscalationRow]
    sittings: list[Sitting]
    changed: list[Changed]


def day_page(user: Any, unit: Unit, zone: ZoneInfo, today: date) -> Day:
    """What waits for the person, whatever the unit, and what changed in the unit and below."""
    mine = my_day(user)
    waiting = mine.waiting
    asked = [*waiting.escalations, *mine.escalations]
    now = clock.now()
    return Day(
        said=_said(waiting.count + len(mine.escalations), len(mine.reviews_today)),
        to_answer=action_rows(waiting.to_answer, today),
        updates_due=action_rows(waiting.updates_due, today),
        to_settle=action_rows(waiting.to_settle, today),
        escalations=[escalation_row(one, zone, now) for one in dict.fromkeys(asked)],
        sittings=[_sitting(review, zone) for review in mine.reviews_today],
        changed=_changed(user, unit),
    )


def _said(waiting: int, sittings: int) -> str:
    """What a person would say on the way in."""
    if waiting == 0 and sittings == 0:
        return _("Nothing waits for you today.")
    parts = []
    if waiting:
        parts.append(ngettext("%(n)d thing waits for you.", "%(n)d things wait for you.", waiting) % {"n": waiting})
    else:
        parts.append(_("Nothing waits for your answer."))
    if sittings:
        parts.append(ngettext("One review sits today.", "%(n)d reviews sit today.", sittings) % {"n": sittings})
    return " ".join(parts)


def _sitting(review: Review, zone: ZoneInfo) -> Sitting:
    count = int(getattr(review, "items_open", 0))
    return Sitting(
        name=review.forum.name,
        href=reverse("review", args=[review.pk]),
        when=dates.moment(review.starts_at.astimezone(zone)),
        open_items=ngettext("%(n)d item without an outcome", "%(n)d items without an outcome", count) % {"n": count},
    )


def _changed(user: Any, unit: Unit) -> list[Changed]:
    """Measures with a role in the plan that show a real change here or below: worse first, then the newest."""
    measures = {role.measure_id for role in roles_in_force()}
    states = (
        SeriesState.objects.filter(
            series__unit_id__in=subtree_ids(unit.pk),
            series__measure_id__in=measures,
            series__stratum="total",
            series__unit__closed__isnull=True,
            change__in=["worsening", "improving"],
        )
        .filter(series__unit_id__in=granted_unit_ids(user))
        .select_related("series__unit", "series__measure")
        .order_by("-change", "-since", "series_id")[:MOST_CHANGES]
    )
    rows = list(states)
    versions = current_versions([state.series.measure_id for state in rows])
    changed = []
    for state in rows:
        version = versions[state.series.measure_id]
        since = dates.period(state.since, version.grain) if state.since else ""
        changed.append(Changed(measure_row(state.series.unit, version, state.series), state.series.unit.name, since))
    return changed
