"""Exchanges in lists: of a plan, of an objective, and those that wait for a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import posts_of, subtree_ids
from wellrun.strategy.exchanges import OPEN, Kind, visible_exchanges, waiting_for, with_last_turn
from wellrun.strategy.models import Objective, Plan
from wellrun.web.counts import capital, in_words, inside
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact, Tab
from wellrun.web.presenters.plans.exchange import left_words, share_facts
from wellrun.web.presenters.plans.exchange_words import STATES, amount, stands
from wellrun.web.presenters.plans.gaps import Shared, gaps_and_results_of, shared_out
from wellrun.web.states import State

A_PAGE = 25
SHOWN = ("open", "waiting", "settled", "all")


@dataclass(frozen=True)
class ExchangeRow:
    """One exchange: of which objective a part is asked, of whom, how it stands."""

    href: str
    parent: str
    title: str
    amount: str
    gap_is_known: bool
    unit: str
    post: str
    state: State
    stands: str
    waits_for_you: bool


@dataclass(frozen=True)
class ExchangesPage:
    """Exchanges of a plan; `said` tells how many are still open and how many of them wait for the reader.

    `elsewhere`: those of the same unit (or of all) in other plans that are not closed: words and address.
    """

    said: str
    rows: list[ExchangeRow]
    tabs: list[Tab]
    page: Page[Any]
    shown: str
    in_all: int
    elsewhere: list[tuple[str, str]]


@dataclass(frozen=True)
class OfferPage:
    """What of one objective was asked below, and what of its gap is left."""

    shared: Shared
    facts: list[Fact]
    left: str
    rows: list[ExchangeRow]
    said: str
    crumbs: list[Crumb]


@dataclass(frozen=True)
class Asked:
    """An exchange that waits for a person's answer, as My day shows it."""

    title: str
    about: str
    href: str


def exchanges_page(frame: Frame, plan: Plan, shown: str, unit: Unit | None, number: int) -> ExchangesPage:
    """The exchanges of a plan that the caller sees, of one unit and below or of all; at most nine queries."""
    rows: QuerySet[Any] = visible_exchanges(frame.user, frame.today).filter(plan=plan, parent__retired_on__isnull=True)
    if unit is not None:
        rows = rows.filter(unit__in=subtree_ids(unit.pk))
    rows = with_last_turn(rows, frame.today)
    waiting = _waiting_ids(frame)
    counts = Counter(_groups(kind, pk in waiting) for pk, kind in rows.values_list("pk", "last_kind"))
    listed = _listed(rows, shown, waiting)
    page = Paginator(listed, A_PAGE).get_page(number)
    gaps, results = gaps_and_results_of([one.parent for one in page.object_list])
    n_open = counts["open"] + counts["waiting"]
    return ExchangesPage(
        said=_said(plan, n_open, counts["waiting"], sum(counts.values())),
        rows=[
            _row(one, results.get(one.parent_id), frame, waiting, is_known=one.parent_id in gaps)
            for one in page.object_list
        ],
        tabs=_tabs(counts, shown, unit),
        page=page,
        shown=shown,
        in_all=sum(counts.values()),
        elsewhere=_elsewhere(frame, plan, unit),
    )


def _elsewhere(frame: Frame, plan: Plan, unit: Unit | None) -> list[tuple[str, str]]:
    """How many exchanges there are in each other plan that is not closed; one query."""
    rows = visible_exchanges(frame.user, frame.today).filter(parent__retired_on__isnull=True)
    rows = rows.exclude(plan=plan).exclude(plan__stage=Plan.Stage.CLOSED)
    if unit is not None:
        rows = rows.filter(unit__in=subtree_ids(unit.pk))
    counted = (
        rows.order_by("plan__starts").values_list("plan__key", "plan__name").annotate(n=Count("pk", distinct=True))
    )
    about = {"show": "all", **({"unit": unit.key} if unit else {})}
    return [
        (
            ngettext("“%(plan)s” has %(n)d exchange", "“%(plan)s” has %(n)d exchanges", n) % {"plan": name, "n": n},
            f"{reverse('plan_catchball', args=[key])}?{urlencode(about)}",
        )
        for key, name, n in counted
    ]


def offer_page(frame: Frame, parent: Objective) -> OfferPage:
    """The exchanges about parts of one objective; at most nine queries."""
    seen = visible_exchanges(frame.user, frame.today).filter(parent=parent)
    rows = list(with_last_turn(seen, frame.today).order_by(_place(), "unit__name"))
    gaps, results = gaps_and_results_of([parent])
    shared = shared_out(parent, gaps.get(parent.pk), results.get(parent.pk))
    waiting = _waiting_ids(frame)
    return OfferPage(
        shared=shared,
        facts=share_facts(shared),
        left=left_words(shared),
        rows=[_row(one, shared.result, frame, waiting, is_known=shared.gap is not None) for one in rows],
        said=_offer_said(rows),
        crumbs=[
            Crumb(parent.plan.name, reverse("plan", args=[parent.plan.key])),
            Crumb(parent.title, reverse("objective", args=[parent.plan.key, parent.key])),
            Crumb(_("Parts to take on"), reverse("plan_catchball", args=[parent.plan.key])),
        ],
    )


def asked_of(frame: Frame, posts: list[UUID]) -> list[Asked]:
    """What waits for a person, for My day; one query."""
    return [_asked(one) for one in waiting_for(frame.user, posts, frame.today)]


def _asked(one: Any) -> Asked:
    words = {"title": one.last_title, "parent": one.parent.title, "post": inside(one.post.title), "unit": one.unit.name}
    if one.last_kind == Kind.COUNTERED:
        about = _("%(unit)s answered otherwise to what you asked of “%(parent)s”.")
    elif one.post_is_held:
        about = _("%(unit)s is asked to take on a part of “%(parent)s”, and you answer as %(post)s.")
    else:
        about = _("%(unit)s is asked to take on a part of “%(parent)s”. Nobody holds the post that answers, so you do.")
    return Asked(one.last_title, about % words, reverse("catchball", args=[one.plan.key, one.pk]))


def _waiting_ids(frame: Frame) -> set[UUID]:
    posts = posts_of(frame.user, frame.today).values_list("pk", flat=True)
    return set(waiting_for(frame.user, list(posts), frame.today).values_list("pk", flat=True))


def _groups(kind: str, waits: bool) -> str:
    if kind not in OPEN:
        return "settled"
    return "waiting" if waits else "open"


def _place() -> Case:
    """What waits for an answer first, then what was agreed."""
    order = (Kind.COUNTERED, Kind.PROPOSED, Kind.AGREED, Kind.WITHDRAWN)
    whens = (When(last_kind=kind, then=Value(at)) for at, kind in enumerate(order))
    return Case(*whens, output_field=IntegerField())


def _listed(rows: QuerySet[Any], shown: str, waiting: set[UUID]) -> QuerySet[Any]:
    if shown == "waiting":
        rows = rows.filter(pk__in=waiting)
    elif shown == "open":
        rows = rows.filter(last_kind__in=OPEN)
    elif shown == "settled":
        rows = rows.exclude(last_kind__in=OPEN)
    return rows.order_by(_place(), "last_at", "pk")


def _row(one: Any, version: MeasureVersion | None, frame: Frame, waiting: set[UUID], *, is_known: bool) -> ExchangeRow:
    return ExchangeRow(
        href=reverse("catchball", args=[one.plan.key, one.pk]),
        parent=one.parent.title,
        title=one.last_title,
        amount=amount(one.last_contribution, version),
        gap_is_known=is_known,
        unit=one.unit.name,
        post=one.post.title,
        state=STATES[one.last_kind],
        stands=stands(one, frame.today, frame.zone),
        waits_for_you=one.pk in waiting,
    )


def _tabs(counts: Counter[str], shown: str, unit: Unit | None) -> list[Tab]:
    numbers = {
        "open": counts["open"] + counts["waiting"],
        "waiting": counts["waiting"],
        "settled": counts["settled"],
        "all": sum(counts.values()),
    }
    words = {
        "open": _("Still open (%(n)d)"),
        "waiting": _("Wait for you (%(n)d)"),
        "settled": _("Settled (%(n)d)"),
        "all": _("All (%(n)d)"),
    }
    about = {"unit": unit.key} if unit else {}
    return [
        Tab(words[key] % {"n": numbers[key]}, f"?{urlencode({'show': key, **about})}", key == shown) for key in SHOWN
    ]


def _said(plan: Plan, n_open: int, waiting: int, in_all: int) -> str:
    if not in_all:
        return _("Nobody was asked to take on a part of “%(plan)s” yet.") % {"plan": plan.name}
    if not n_open:
        told = ngettext(
            "The one part that was asked for is settled.", "All %(n)s parts that were asked for are settled.", in_all
        )
        return told % {"n": in_words(in_all)}
    words = {"n": capital(in_words(n_open)), "all": in_words(in_all)}
    told = ngettext("%(n)s of %(all)s is still open.", "%(n)s of %(all)s are still open.", n_open) % words
    if not waiting:
        return told
    yours = ngettext("%(n)s waits for you.", "%(n)s wait for you.", waiting) % {"n": capital(in_words(waiting))}
    return f"{told} {yours}"


def _offer_said(rows: list[Any]) -> str:
    if not rows:
        return _("Nobody was asked to take on a part of it yet.")
    n_open = sum(one.last_kind in OPEN for one in rows)
    words = {"n": capital(in_words(len(rows))), "open": in_words(n_open)}
    if not n_open:
        return (
            ngettext(
                "%(n)s unit was asked, and nothing is open.", "%(n)s units were asked, and nothing is open.", len(rows)
            )
            % words
        )
    return (
        ngettext("%(n)s unit was asked; %(open)s is open.", "%(n)s units were asked; %(open)s are open.", len(rows))
        % words
    )
