"""What the forms of an item begin with: the posts one may ask, and dates that make sense."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from wellrun.access.queries import granted_unit_ids
from wellrun.analytics.calendar import Grain
from wellrun.execution.models import Decision
from wellrun.measures.look_back import ends_before, useful_from
from wellrun.organisation.models import Post
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.queries import AgendaEntry
from wellrun.reviews.reply_time import next_start, usual_reply_by
from wellrun.web.forms.fields import LAST_DAY
from wellrun.web.forms.item import Start
from wellrun.web.presenters.reviews.owner import proposed_owner
from wellrun.web.presenters.reviews.room import Room

Kind = AgendaItem.Kind
_LONGEST_DUE = 28
_NOT_WRONG = {"improving", "none"}
_DECIDED = {Kind.LONG_STANDING, Kind.LOOK_BACK, Kind.ESCALATION}


def posts_to_ask(user: Any, room: Room, entry: AgendaEntry) -> list[Post]:
    """The posts of the units one sees: those of the item's unit first, then the forum's, then by unit. One query."""
    posts = Post.objects.filter(unit__in=granted_unit_ids(user), retired_on__isnull=True).select_related("unit")
    near = {entry.item.unit_id: 0, room.review.forum.unit_id: 1}
    return sorted(posts, key=lambda post: (near.get(post.unit_id, 2), post.unit.name, post.title))


def start_of(room: Room, entry: AgendaEntry, posts: Sequence[Post], week_start: int, chosen: str = "") -> Start:
    """The beginning of the forms; three queries for who may chair."""
    item = entry.item
    due = due_day(room)
    return Start(
        written=item.drivers,
        posts=posts,
        may_chair=room.may_chair,
        zone=room.zone,
        chosen=chosen or _usual_outcome(entry),
        answers={"post": proposed_owner(item, posts), "scope": item.scope_chosen or item.scope_proposed},
        decision={"kind": Decision.Kind.CHOICE, "look_back": earliest(room, item, room.today, week_start)},
        action={"due": due, "look_back": earliest(room, item, due, week_start)},
        escalation={"reply_by": _reply_by(room) if room.may_chair else None},
    )


def earliest(room: Room, item: AgendaItem, completion: date, week_start: int) -> date | None:
    """From when the figures can show an effect; None where no figures come. What is earlier is refused."""
    version = room.versions.get(item.series.measure_id) if item.series is not None else None
    if version is None or completion > LAST_DAY:
        return None
    grain = Grain(version.grain)
    last = None if version.open_feeds else version.feed_last_period  # type: ignore[attr-defined]
    if ends_before(last, completion, grain=grain, week_start=week_start):
        return None
    lag = max(version.data_lag_days, version.feed_lag_days or 0)  # type: ignore[attr-defined]
    return useful_from(completion, grain=grain, lag_days=lag, week_start=week_start)


def _reply_by(room: Room) -> datetime:
    """By when an answer is asked for where nobody changes it, as the clock on the wall says it there."""
    above = room.above
    usual = usual_reply_by(room.zone, next_start(above) if above is not None else None).astimezone(room.zone)
    return usual.replace(minute=usual.minute if usual.minute == 59 else 0, second=0, microsecond=0, tzinfo=None)


def due_day(room: Room) -> date:
    """The day before the next sitting, so that one meets it done; within four weeks, and never today."""
    latest = room.today + timedelta(days=_LONGEST_DUE)
    if room.next_sitting is None:
        return room.today + timedelta(days=7)
    before = room.next_sitting.astimezone(room.zone).date() - timedelta(days=1)
    return min(max(before, room.today + timedelta(days=1)), latest)


def _usual_outcome(entry: AgendaEntry) -> str:
    """What such an item most often needs: a choice where nothing is wrong now, else an action."""
    return "decision" if entry.item.kind in _DECIDED or entry.stands in _NOT_WRONG else "action"
