"""Who is in a post, and what stands on a forum's agenda: set by who administers or chairs."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Status

from wellrun.access.permissions import Permission
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.fields import Answered, Day, Given, Key, Word, same
from wellrun.api.schemas.measures import MeasureRef
from wellrun.api.schemas.organisation import PostRef
from wellrun.api.sight import measure_in_sight, post_in_sight, the_one
from wellrun.api.versions import present_version
from wellrun.execution.permission import permit
from wellrun.jobs.after_saving import check_open_plans
from wellrun.jobs.people import accounts_in_reach, put_into_post
from wellrun.lib import clock
from wellrun.measures.models import Measure, MeasureVersion
from wellrun.organisation.models import Holding
from wellrun.organisation.queries import holdings_from, site_zone
from wellrun.reviews.actions.forum_measures import put_before_forum, take_off_forum
from wellrun.reviews.models import Forum
from wellrun.reviews.visibility import visible_forums

router = Router(tags=["organisation"])
_FORUM = "/forums/{uuid:forum_id}/measures"


class FillIn(Given):
    """Who, by the name they sign in with, and from which day. `deputy`: beside the holder."""

    user: Word
    starts: Day
    deputy: bool = False


class HoldingOut(Answered):
    """A time in a post; `ends` null: until somebody follows."""

    post: PostRef
    user: str
    starts: date
    ends: date | None
    deputy: bool


class OnAgendaIn(Given):
    """A measure, by key."""

    measure: Key


@router.post("/posts/{slug:post}/fill", response={201: HoldingOut})
def fill_post(request: HttpRequest, post: str, given: FillIn) -> Status[HoldingOut]:
    """Put somebody into a post from a day on; who holds it now no longer does from then. For who administers its unit.

    Accounts that have no grant and no post where the caller administers are not there.
    """
    by = caller(request)
    found = post_in_sight(by, post)
    permit(by, Permission.ADMINISTER, found.unit_id)  # before it is told which accounts there are
    account = the_one(accounts_in_reach(by).filter(username=given.user))
    held = put_into_post(post=found, user=account, starts=given.starts, deputy=given.deputy, by=by)
    check_open_plans()
    return Status(201, _holding(held))


@router.get("/posts/{slug:post}/holdings", response=list[HoldingOut])
def get_holdings(request: HttpRequest, post: str) -> list[HoldingOut]:
    """Who is in a post now or is to come, holders before deputies. For who administers its unit."""
    by = caller(request)
    found = post_in_sight(by, post)
    permit(by, Permission.ADMINISTER, found.unit_id)
    rows = holdings_from(clock.today(site_zone())).filter(post=found).order_by("deputy", "starts", "user__username")
    return [_holding(held) for held in rows]


@router.get(_FORUM, response=Page[MeasureRef])
def list_forum_measures(request: HttpRequest, forum_id: UUID, paging: Query[Paging]) -> Page[MeasureRef]:
    """The measures that stand on a forum's agenda by name; those of its domains come beside them."""
    standing = _forum(caller(request), forum_id).measures.all()
    rows = MeasureVersion.objects.filter(current=True, measure__in=standing).select_related("measure")
    rows = rows.order_by("name", "measure__key")
    return Page[MeasureRef].of(request, rows, paging, lambda part: [MeasureRef.of(one.measure, one) for one in part])


@router.post(_FORUM, response=MeasureRef)
def put_on_agenda(request: HttpRequest, forum_id: UUID, given: OnAgendaIn) -> MeasureRef:
    """Let a forum look at a measure, which is answered; again changes nothing. For who chairs or administers it."""
    by = caller(request)
    forum, measure = _forum(by, forum_id), measure_in_sight(given.measure)
    put_before_forum(forum=forum, measure=measure, by=by)
    check_open_plans()
    return _shown(measure)


@router.post(f"{_FORUM}/take-off", response=MeasureRef)
def take_off_agenda(request: HttpRequest, forum_id: UUID, given: OnAgendaIn) -> MeasureRef:
    """Let a measure stand there no more; what waits on an agenda stays. For who chairs or administers the forum."""
    by = caller(request)
    forum, measure = _forum(by, forum_id), measure_in_sight(given.measure)
    take_off_forum(forum=forum, measure=measure, by=by)
    check_open_plans()
    return _shown(measure)


def _holding(held: Holding) -> HoldingOut:
    return HoldingOut(post=PostRef.of(held.post), user=held.user.username, **same(held, "starts", "ends", "deputy"))


def _forum(user: User, forum_id: UUID) -> Forum:
    rows: QuerySet[Forum] = visible_forums(user).filter(pk=forum_id, retired_on__isnull=True)
    return the_one(rows.select_related("unit"))


def _shown(measure: Measure) -> MeasureRef:
    return MeasureRef.of(measure, present_version(measure.pk))
