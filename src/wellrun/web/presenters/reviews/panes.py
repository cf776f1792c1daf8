"""The panes beside the items: what came of the last sitting, and what shows no change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.execution.models import Escalation
from wellrun.insight.models import SeriesState
from wellrun.measures.models import MeasureVersion, Series
from wellrun.measures.queries import Never, never_reported_in
from wellrun.reviews.queries import OpeningAction, opening_actions, unchanged_states
from wellrun.web import dates
from wellrun.web.presenters.actions import ActionRow, action_row
from wellrun.web.presenters.reviews.room import Room
from wellrun.web.presenters.reviews.said import SaidLine, said_lines
from wellrun.web.presenters.reviews.settled import target_of
from wellrun.web.presenters.rows import MeasureRow, current_versions, measure_row

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Follow:
    """An action of an earlier sitting, with the newest thing said of it since the last one."""

    row: ActionRow
    news: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A question that was handed up, and what came back."""

    question: str
    said: str
    reply: str
    href: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What the sitting opens with."""

    since: str
    carried_over: list[Follow]
    done: list[Follow]
    replies: list[Reply]
    overdue: int
    said: list[SaidLine]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A measure that shows no change, and the unit it is of."""

    row: MeasureRow
    unit: str


def opening_of(room: Room) -> Opening:
    """The open actions of earlier sittings, those done since the last, the replies that came; five queries."""
    found = opening_actions(room.review, room.reader)
    return Opening(
        since=_day(room, found.since) if found.since else "",
        carried_over=[_follow(room, each) for each in found.carried_over],
        done=[_follow(room, each) for each in found.done],
        replies=[_reply(room, each) for each in found.replies],
        overdue=found.overdue_count,
        said=said_lines(room.review, room.said, room.zone, room.today),
    )


def unchanged_of(room: Room, number: int) -> tuple[list[Unchanged], Page[SeriesState]]:
    """A page of the forum's measures without a change, by name of their unit; four queries."""
    states = (
        unchanged_states(room.review.forum_id, room.review.forum.unit_id)
        .select_related("series__unit", "series__measure")
        .order_by("series__measure__key", "series__unit__name")
    )
    page = Paginator(states, A_PAGE).get_page(number)
    shown = list(page.object_list)
    versions = current_versions(state.series.measure_id for state in shown)
    rolled_up = (state.series.unit_id for state in shown if state.expected is not None)
    never = never_reported_in(rolled_up, versions.values(), room.today)
    return [_unchanged(state.series, versions, never) for state in shown], page


def _unchanged(series: Series, versions: dict[UUID, MeasureVersion], never: Never) -> Unchanged:
    silent = never.get((series.unit_id, series.measure_id), ())
    return Unchanged(measure_row(series.unit, versions[series.measure_id], series, never=silent), series.unit.name)


def _follow(room: Room, each: OpeningAction) -> Follow:
    newest = next((update for update in reversed(each.updates) if update.text), None)
    news = ""
    if newest is not None:
        news = _("%(day)s: %(text)s") % {"day": _day(room, newest.at), "text": newest.text}
    return Follow(action_row(each.action, room.today), news)


def _reply(room: Room, each: Escalation) -> Reply:
    day = _day(room, each.replied_at) if each.replied_at else ""
    said = _("%(who)s answered, %(day)s") % {"who": target_of(each), "day": day}
    return Reply(each.question, said[:1].upper() + said[1:], each.reply, reverse("escalation", args=[each.pk]))


def _day(room: Room, moment: datetime) -> str:
    return dates.day_near(moment.astimezone(room.zone).date(), room.today)
