"""What wins, what stops, whose hours: the choices of a plan; and the priority areas of all plans."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Status

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.meanwhile import as_read
from wellrun.api.paging import Page, Paging
from wellrun.api.saving import Gone, Saved, check_open_plans, gone, saved
from wellrun.api.schemas.plans.choices import (
    AskedHoursIn,
    AskedHoursOut,
    DeclaredOut,
    DomainIn,
    DomainOut,
    EntryIn,
    HoursIn,
    NameChangeIn,
    OrderIn,
    PairIn,
    RulingIn,
    RulingOut,
    StopChangeIn,
    StopIn,
    StopOut,
    asked_hours_out,
    declared_out,
    domain_out,
    ruling_out,
    stop_out,
)
from wellrun.api.sight import objective_in_sight, plan_in_sight, post_in_sight, the_one
from wellrun.jobs.plan_hours import plan_hours
from wellrun.organisation.models import Post
from wellrun.strategy import actions
from wellrun.strategy.models import DeclaredHours, Domain, Precedence, Stopped
from wellrun.strategy.queries import ruling_between

router = Router(tags=["choices of a plan"])


@router.get("/plans/{slug:plan}/rulings", response=Page[RulingOut])
def list_rulings(request: HttpRequest, plan: str, paging: Query[Paging]) -> Page[RulingOut]:
    """Which objectives win where two pull against each other; those between objectives the caller sees."""
    user = caller(request)
    seen = granted_unit_ids(user)
    rows = Precedence.objects.filter(plan=plan_in_sight(user, plan), winner__unit__in=seen, loser__unit__in=seen)
    rows = rows.filter(winner__retired_on__isnull=True, loser__retired_on__isnull=True)
    rows = rows.select_related("winner", "loser").order_by("winner__key", "loser__key")
    return Page[RulingOut].of(request, rows, paging, lambda part: [ruling_out(one) for one in part])


@router.post("/plans/{slug:plan}/rulings", response=Saved[RulingOut])
def rule_precedence(request: HttpRequest, plan: str, given: RulingIn) -> Saved[RulingOut]:
    """Say which of two objectives wins, and why; it replaces an earlier ruling. For who chairs the enterprise."""
    user = caller(request)
    winner, loser = (objective_in_sight(user, plan, key) for key in (given.winner, given.loser))
    with as_read(ruling_between(winner, loser), given.read):
        ruled = actions.rule_precedence(winner=winner, loser=loser, because=given.because, by=user)
    return saved(user, winner.plan, ruling_out(ruled))


@router.post("/plans/{slug:plan}/rulings/withdraw", response=Gone)
def withdraw_precedence(request: HttpRequest, plan: str, given: PairIn) -> Gone:
    """Take a ruling back. For who chairs the enterprise."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    winner, loser = (objective_in_sight(user, plan, key) for key in (given.winner, given.loser))
    ruled = the_one(Precedence.objects.filter(plan=found, winner=winner, loser=loser))
    actions.withdraw_precedence(precedence=ruled, by=user)
    return gone(user, found)


@router.get("/plans/{slug:plan}/stop-list", response=Page[StopOut])
def list_stopped(request: HttpRequest, plan: str, paging: Query[Paging]) -> Page[StopOut]:
    """What posts of the caller's units stop or pause in the cycle."""
    user = caller(request)
    rows = Stopped.objects.filter(plan=plan_in_sight(user, plan), post__unit__in=granted_unit_ids(user))
    rows = rows.select_related("post").order_by("from_date", "key")
    return Page[StopOut].of(request, rows, paging, lambda part: [stop_out(one) for one in part])


@router.post("/plans/{slug:plan}/stop-list", response={201: Saved[StopOut]})
def put_on_stop_list(request: HttpRequest, plan: str, given: StopIn) -> Status[Saved[StopOut]]:
    """Name what is stopped or paused. For who chairs the enterprise."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    stopped = actions.put_on_stop_list(
        plan=found,
        post=post_in_sight(user, given.post),
        by=user,
        **given.model_dump(exclude={"post"}),
    )
    return Status(201, saved(user, found, stop_out(stopped)))


@router.post("/plans/{slug:plan}/stop-list/change", response=Saved[StopOut])
def change_stop_list(request: HttpRequest, plan: str, given: StopChangeIn) -> Saved[StopOut]:
    """Say an entry anew; its key stays. For who chairs the enterprise."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    one = the_one(Stopped.objects.filter(plan=found, key=given.key, post__unit__in=granted_unit_ids(user)))
    with as_read(one, given.read):
        changed = actions.change_stop_list(
            stopped=one,
            post=post_in_sight(user, given.post),
            by=user,
            **given.model_dump(exclude={"post", "key", "read"}),
        )
    return saved(user, found, stop_out(changed))


@router.post("/plans/{slug:plan}/stop-list/take-off", response=Gone)
def take_off_stop_list(request: HttpRequest, plan: str, given: EntryIn) -> Gone:
    """It goes on after all. For who chairs the enterprise."""
    user = caller(request)
    found = plan_in_sight(user, plan)
    actions.take_off_stop_list(stopped=the_one(Stopped.objects.filter(plan=found, key=given.key)), by=user)
    return gone(user, found)


@router.get("/plans/{slug:plan}/hours", response=Page[DeclaredOut])
def list_declared_hours(request: HttpRequest, plan: str, paging: Query[Paging]) -> Page[DeclaredOut]:
    """The hours a week that posts of the caller's units declared for the initiatives of the plan."""
    user = caller(request)
    rows = DeclaredHours.objects.filter(plan=plan_in_sight(user, plan), post__unit__in=granted_unit_ids(user))
    rows = rows.select_related("post").order_by("post__key")
    return Page[DeclaredOut].of(request, rows, paging, lambda part: [declared_out(one) for one in part])


@router.post("/plans/{slug:plan}/hours", response=Saved[DeclaredOut])
def declare_hours(request: HttpRequest, plan: str, given: HoursIn) -> Saved[DeclaredOut]:
    """A post says how many hours a week it has. For whoever holds it, and who chairs its unit."""
    user = caller(request)
    found, post = plan_in_sight(user, plan), post_in_sight(user, given.post)
    declared = actions.declare_hours(plan=found, post=post, hours_a_week=given.hours_a_week, by=user)
    return saved(user, found, declared_out(declared))


@router.get("/plans/{slug:plan}/hours/asked", response=Page[AskedHoursOut])
def list_asked_hours(
    request: HttpRequest, plan: str, wanted: Query[AskedHoursIn], paging: Query[Paging]
) -> Page[AskedHoursOut]:
    """What posts of the caller's units declare for a plan and what its initiatives ask of them, by title."""
    user = caller(request)
    hours = plan_hours(plan_in_sight(user, plan), user)
    named = Post.objects.filter(pk__in={*hours.declared, *hours.asked}, retired_on__isnull=True)
    posts = list(named.filter(unit__in=granted_unit_ids(user)).order_by("title", "key"))
    shown = [post for post in posts if hours.is_over(post.pk)] if wanted.over else posts
    return Page[AskedHoursOut].of_part(
        request, shown, paging, lambda part: [asked_hours_out(post, hours) for post in part]
    )


@router.get("/domains", response=list[DomainOut])
def get_domains(request: HttpRequest) -> list[DomainOut]:
    """The priority areas, in their order."""
    if not granted_unit_ids(caller(request)).exists():
        raise nothing_here()
    return [domain_out(one) for one in Domain.objects.order_by("position", "key")]


@router.post("/domains", response={201: DomainOut})
def add_domain(request: HttpRequest, given: DomainIn) -> Status[DomainOut]:
    """Name one more priority area. For who chairs the enterprise."""
    domain = actions.add_domain(key=given.key, name=given.name, position=given.position, by=caller(request))
    check_open_plans()
    return Status(201, domain_out(domain))


@router.post("/domains/{slug:domain}/rename", response=DomainOut)
def rename_domain(request: HttpRequest, domain: str, given: NameChangeIn) -> DomainOut:
    """Call a priority area otherwise; its key stays. For who chairs the enterprise."""
    user = caller(request)
    one = _domain(user, domain)
    with as_read(one, given.read):
        renamed = actions.rename_domain(domain=one, name=given.name, by=user)
    check_open_plans()
    return domain_out(renamed)


@router.post("/domains/order", response=list[DomainOut])
def order_domains(request: HttpRequest, given: OrderIn) -> list[DomainOut]:
    """Put all priority areas in an order. For who chairs the enterprise."""
    user = caller(request)
    order = [_domain(user, key) for key in given.order]
    actions.order_domains(order=order, read=given.read, by=user)
    return get_domains(request)


@router.post("/domains/{slug:domain}/remove", response=list[DomainOut])
def remove_domain(request: HttpRequest, domain: str) -> list[DomainOut]:
    """Take a priority area away in which nothing ever stood. For who chairs the enterprise."""
    user = caller(request)
    actions.remove_domain(domain=_domain(user, domain), by=user)
    check_open_plans()
    return get_domains(request)


def _domain(user: User, key: str) -> Domain:
    if not granted_unit_ids(user).exists():
        raise nothing_here()
    return the_one(Domain.objects.filter(key=key))
