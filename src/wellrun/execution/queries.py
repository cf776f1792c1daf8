"""Reading what is being done: the tracker, what waits for a person, what is stuck.

Nothing here sorts, groups or counts by a person or a post: work is ordered by its date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.execution.hours_asked import hours_in_the_making
from wellrun.execution.models import Action, Escalation, Initiative, InitiativeTarget
from wellrun.execution.visibility import visible_actions, visible_escalations
from wellrun.execution.words import storable
from wellrun.lib import clock
from wellrun.organisation.models import Holding, Post
from wellrun.organisation.queries import holdings_on, posts_of, site_zone, subtree_ids

PAGE_SIZE = 50
Status = Action.Status
# An answer of the post that waits for who chairs the unit.
_UNSETTLED = (Status.COUNTERED, Status.DECLINED)


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """What a person wants to see of the actions; everything left empty leaves all in.

    `unit_id`: about that unit or one below, or asked of a post there. `mine`: asked of posts one holds. `among`: ids
    from another room (the actions of a forum). `text`: words of the title or of `done_when`, or a number.
    """

    unit_id: UUID | None = None
    statuses: frozenset[str] = frozenset(Action.OPEN)
    due_from: date | None = None
    due_to: date | None = None
    mine: bool = False
    among: QuerySet[Any, UUID] | None = None
    series_id: int | None = None
    objective_id: UUID | None = None
    initiative_id: UUID | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One page of actions, ordered by due date; `total` counts all that match."""

    rows: tuple[Action, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person, because of the posts they hold or the units they chair.

    `in_hand`: what those posts have accepted and nobody waits to hear of yet; it does not wait, so it is not counted.
    """

    to_answer: tuple[Action, ...]
    updates_due: tuple[Action, ...]
    to_settle: tuple[Action, ...]
    escalations: tuple[Escalation, ...]
    posts: tuple[Post, ...] = field(default=())
    in_hand: tuple[Action, ...] = field(default=())

    @property
    def count(self) -> int:
        """How many things wait."""
        return len(self.to_answer) + len(self.updates_due) + len(self.to_settle) + len(self.escalations)


def owner_post_of(action: Action) -> Post | None:
    """The post that owns the action: the one asked, once it has accepted; before that nobody does."""
    return action.post if action.accepted_at is not None and action.status != Status.CANCELLED else None


def actions_for(
    user: User, wanted: ActionFilter | None = None, *, page: int = 1, page_size: int = PAGE_SIZE
) -> ActionPage:
    """The visible actions that match, by due date, one page of them; three queries whatever the number.

    Each row carries `post_is_held`: whether anybody holds the post today. A page past the end is the last one.
    """
    today = clock.today(site_zone())
    rows = _matching(user, wanted or ActionFilter(), today)
    total = rows.count()
    pages = max(1, ceil(total / page_size))
    number = min(max(1, page), pages)
    first = (number - 1) * page_size
    return ActionPage(tuple(with_words(rows, today)[first : first + page_size]), number, pages, total)


def matching_actions(user: User, wanted: ActionFilter) -> QuerySet[Action]:
    """The visible actions that match, with what a row shows, by due date; for callers that cut their own pages."""
    today = clock.today(site_zone())
    return with_words(_matching(user, wanted, today), today)


def with_words(actions: QuerySet[Action], today: date) -> QuerySet[Action]:
    """The actions with what a row shows of them, by due date."""
    held = holdings_on(today).filter(post=OuterRef("post"))
    return (
        actions.select_related("unit", "post", "post__unit", "objective__unit", "initiative", "series__measure")
        .select_related("series__unit")
        .annotate(post_is_held=Exists(held))
        .order_by("due", "number")
    )


def waiting_for_me(user: User, *, today: date | None = None, with_escalations: bool = True) -> Waiting:
    """What the posts a person holds are asked, where their update is due, and what they must settle as a chair.

    Escalations here are those to a post; those to a forum come with its reviews. `today`: the day at the site, where
    the caller has read it already; `with_escalations`: not where the caller reads these together with others. Three
    queries, and one for the site.
    """
    today = today or clock.today(site_zone())
    posts = posts_of(user, today)
    actions = with_words(visible_actions(user, today), today)
    asked = Q(post__in=posts, status__in=[Status.PROPOSED, Status.ACCEPTED])
    chaired = granted_unit_ids(user, Permission.CHAIR)
    unsettled = Q(unit__in=chaired, status__in=_UNSETTLED)
    waiting = list(actions.filter(asked | unsettled))
    mine = [action for action in waiting if action.status not in _UNSETTLED]
    accepted = [action for action in mine if action.status == Status.ACCEPTED]
    return Waiting(
        to_answer=tuple(action for action in mine if action.status == Status.PROPOSED),
        updates_due=tuple(action for action in accepted if _is_due_a_word(action, today)),
        to_settle=tuple(action for action in waiting if action.status in _UNSETTLED),
        escalations=tuple(escalations_for(user, today=today).filter(to_post__in=posts)) if with_escalations else (),
        posts=tuple(posts.select_related("unit").annotate(**hours_in_the_making())),
        in_hand=tuple(action for action in accepted if not _is_due_a_word(action, today)),
    )


def escalations_for(
    user: User, *, statuses: Iterable[str] = (Escalation.Status.OPEN,), today: date | None = None
) -> QuerySet[Escalation]:
    """The visible escalations in these states, the soonest reply first."""
    return (
        visible_escalations(user, today)
        .filter(status__in=list(statuses))
        .select_related("from_unit", "to_unit", "to_post", "series__measure", "continues")
        .order_by("reply_by", "raised_at")
    )


def escalations_around(user: User, unit_id: UUID, today: date | None = None) -> QuerySet[Escalation]:
    """The visible escalations from or to a unit and those below: open ones first, the soonest reply at the top."""
    below = subtree_ids(unit_id)
    waits_until = Case(When(status=Escalation.Status.OPEN, then=F("reply_by")))
    return (
        escalations_for(user, statuses=Escalation.Status.values, today=today)
        .filter(Q(from_unit__in=below) | Q(to_unit__in=below))
        .order_by(waits_until.asc(nulls_last=True), "-reply_by")
    )


def stalled_actions() -> QuerySet[Action]:
    """Open actions that are stuck: past their date, not answered, or not heard of for longer than agreed."""
    today = clock.today(site_zone())
    return with_words(Action.objects.filter(_silent() | Q(due__lt=today), status__in=Action.OPEN), today)


def stalled_initiatives() -> list[Initiative]:
    """Initiatives under way that are stuck: past their end, or not spoken of for longer than agreed; two queries."""
    today = clock.today(site_zone())
    rows = Initiative.objects.filter(status=Initiative.Status.ACTIVE, starts__lte=today)
    related = rows.select_related("objective__domain", "objective__unit", "owner").prefetch_related(with_targets())
    return [
        one
        for one in related
        if (one.ends is not None and one.ends < today) or days_unheard(one, today) > one.update_every_days
    ]


def with_targets() -> Prefetch[Any]:
    """What initiatives are to move, with measure and unit at hand: one query for all of them."""
    return Prefetch("targets", InitiativeTarget.objects.select_related("series__unit", "series__measure"))


def days_unheard(initiative: Initiative, today: date) -> int:
    """For how many days nothing has been heard of an initiative; at first since it began."""
    heard = initiative.last_update_at
    return (today - (heard.astimezone(site_zone()).date() if heard else initiative.starts)).days


def days_silent(action: Action) -> int:
    """For how many whole days nothing has been heard of an action."""
    return (clock.now() - action.last_update_at).days


def is_silent(action: Action) -> bool:
    """Whether an accepted action has not been heard of for longer than agreed."""
    agreed = timedelta(days=action.update_every_days)
    return action.status == Status.ACCEPTED and clock.now() - action.last_update_at > agreed


def is_held(post: Post) -> bool:
    """True when somebody holds or deputises the post today."""
    return holders_of(post).exists()


def holders_of(post: Post) -> QuerySet[Holding]:
    """Who holds or deputises the post today."""
    return holdings_on(clock.today(site_zone())).filter(post=post).select_related("user")


def _matching(user: User, wanted: ActionFilter, today: date) -> QuerySet[Action]:
    rows = visible_actions(user, today).filter(status__in=wanted.statuses)
    exact = {
        "due__gte": wanted.due_from,
        "due__lte": wanted.due_to,
        "series": wanted.series_id,
        "objective": wanted.objective_id,
        "initiative": wanted.initiative_id,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.unit_id is not None:
        below = subtree_ids(wanted.unit_id)
        rows = rows.filter(Q(unit__in=below) | Q(post__unit__in=below))
    if wanted.among is not None:
        rows = rows.filter(pk__in=wanted.among)
    if wanted.mine:
        rows = rows.filter(post__in=posts_of(user, today))
    text = storable(wanted.text).strip()
    return rows.filter(_says(text)) if text else rows


def _says(text: str) -> Q:
    found = Q(title__icontains=text) | Q(done_when__icontains=text)
    number = text.removeprefix("#")
    return found | Q(number=int(number)) if number.isdecimal() and len(number) < 10 else found


def _is_due_a_word(action: Action, today: date) -> bool:
    return is_silent(action) or action.due < today


def _silent() -> Q:
    """Not heard of for longer than agreed. The agreed lengths are few, so each is one comparison of dates."""
    lengths = Action.objects.order_by().values_list("update_every_days", flat=True).distinct()
    silent = Q(pk__in=[])
    for days in lengths:
        silent |= Q(update_every_days=days, last_update_at__lt=clock.now() - timedelta(days=days))
    return silent
