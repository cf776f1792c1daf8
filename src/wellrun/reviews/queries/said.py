"""What people said of the series a forum looks at since it sat last: listed in the next review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Expression,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from wellrun.accounts.models import User
from wellrun.lib import clock
from wellrun.measures.models import BaselineProposal, Event, Exclusion, MeasureVersion, Phase
from wellrun.organisation.models import UnitClosure
from wellrun.reviews.models import Forum, Review

MOST = 60
# A baseline that begins long before it is written down is history that was loaded, no news.
OLDEST_START = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class SaidSince:
    """One thing that was said, done or taken back since the last sitting.

    `kind`: baseline (proposed, or settled since: `status`), phase (begun without a proposal), left_out, event,
    version. `start` and `end` as in `measures.queries.Said`; `by` whose word it was last, as shown; `at` when.
    `unit_key`, `measure_key`: where its card is; an event may be of every measure. `is_over`: lifted, withdrawn.
    """

    kind: str
    id: str
    start: date
    end: date | None
    text: str
    status: str
    number: int
    by: str
    at: datetime
    is_over: bool
    unit_key: str
    unit_name: str
    measure_key: str
    measure_name: str
    grain: str


def said_since(review: Review, since: datetime | None) -> list[SaidSince]:
    """What was said since then (None: one round before the sitting) until its end or now, in time; one statement.

    Of the measures that the forum lists or whose domain it lists, in its unit and below; of events also those of the
    units above. For a review that the caller has been shown. At most 60, the newest.
    """
    begin = since or review.starts_at - timedelta(days=review.forum.cadence_days)
    window = (begin, review.closed_at or clock.now())
    parts = (_baselines, _left_out, _phases, _versions, _events)
    first, *others = (part(review.forum, window) for part in parts)
    rows = first.union(*others, all=True).order_by("-said_at")[:MOST]
    return sorted((SaidSince(*row) for row in rows), key=lambda one: one.at)


# From when, until when.
Window = tuple[datetime, datetime]


def _looked_at(forum: Forum, measure: str) -> Q:
    """Whether a measure is one the forum lists, or of a domain that it lists."""
    domains = Forum.domains.through.objects.filter(forum=forum.pk).values("domain__key")
    listed = Forum.measures.through.objects.filter(forum=forum.pk).values("measure_id")
    return Q(**{f"{measure}__in": listed}) | Q(**{f"{measure}__domain__in": domains})


def _of_series(forum: Forum) -> Q:
    below = UnitClosure.objects.filter(ancestor=forum.unit_id).values("descendant_id")
    return _looked_at(forum, "series__measure") & Q(series__unit__in=below, series__stratum="total")


def _baselines(forum: Forum, window: Window) -> QuerySet[Any, Any]:
    rows = BaselineProposal.objects.filter(
        _of_series(forum), Q(proposed_at__range=window) | Q(decided_at__range=window)
    )
    is_decided = Coalesce(F("decided_at"), F("proposed_at"))
    return _columns(
        rows, "baseline", "series__unit", "series__measure", start=F("start"), end=F("changed_on"), text=F("reason"),
        status=F("status"), accounts=("decided_by", "proposed_by"), at=is_decided,
    )  # fmt: skip


def _left_out(forum: Forum, window: Window) -> QuerySet[Any, Any]:
    rows = Exclusion.objects.filter(_of_series(forum), Q(excluded_at__range=window) | Q(lifted_at__range=window))
    return _columns(
        rows, "left_out", "series__unit", "series__measure", start=F("period"), text=F("reason"),
        accounts=("lifted_by", "excluded_by"), at=Coalesce(F("lifted_at"), F("excluded_at")),
        over=_flag(Q(lifted_at__isnull=False)),
    )  # fmt: skip


def _phases(forum: Forum, window: Window) -> QuerySet[Any, Any]:
    """Baselines that nobody had to approve: who reports changed, or the data came with them."""
    oldest = (window[0] - OLDEST_START).date()
    rows = Phase.objects.filter(_of_series(forum), created_at__range=window, start__gte=oldest, proposals__isnull=True)
    return _columns(
        rows, "phase", "series__unit", "series__measure", start=F("start"), text=F("reason"), at=F("created_at"),
        number=F("number"),
    )  # fmt: skip


def _versions(forum: Forum, window: Window) -> QuerySet[Any, Any]:
    """Definitions after the first that came into force; they belong to no unit."""
    zone = ZoneInfo(forum.time_zone)
    first, last = (moment.astimezone(zone).date() for moment in window)
    rows = MeasureVersion.objects.filter(
        _looked_at(forum, "measure"), effective_from__gt=first, effective_from__lte=last, number__gt=1
    )
    at = Cast(F("effective_from"), DateTimeField())
    return _columns(
        rows, "version", "", "measure", start=F("effective_from"), text=F("definition"), number=F("number"), at=at
    )


def _events(forum: Forum, window: Window) -> QuerySet[Any, Any]:
    below = UnitClosure.objects.filter(ancestor=forum.unit_id).values("descendant_id")
    above = UnitClosure.objects.filter(descendant=forum.unit_id).values("ancestor_id")
    near = Q(unit__in=below) | Q(unit__in=above)
    of_it = Q(measure__isnull=True) | _looked_at(forum, "measure")
    rows = Event.objects.filter(near, of_it, Q(noted_at__range=window) | Q(withdrawn_at__range=window))
    return _columns(
        rows, "event", "unit", "measure", start=F("starts_on"), end=F("ends_on"), text=F("text"),
        accounts=("withdrawn_by", "noted_by"), at=Coalesce(F("withdrawn_at"), F("noted_at")),
        over=_flag(Q(withdrawn_at__isnull=False)),
    )  # fmt: skip


def _columns(
    rows: QuerySet[Any], kind: str, unit: str, measure: str, accounts: Sequence[str] = (), **known: Expression | F
) -> QuerySet[Any, Any]:
    """The rows with the fields of `SaidSince` in their order; casts as `measures.queries.said` has them, and why.

    `accounts`: the fields with who said it, the one that counts where it is set first.
    """
    rows = rows.annotate(said_account=_first_of(accounts))
    version = MeasureVersion.objects.filter(measure=OuterRef(f"{measure}__pk"), current=True).order_by()
    fields: dict[str, Expression | F] = {
        "kind": Value(kind, output_field=CharField()),
        "id": _words(F("pk")),
        "start": known["start"],
        "end": known.get("end", Cast(Value(None), DateField())),
        "text": _words(known.get("text")),
        "status": _words(known.get("status")),
        "number": known.get("number", Value(0, output_field=IntegerField())),
        "by": _named(),
        "at": known["at"],
        "over": known.get("over", _flag(Q(pk__isnull=True))),
        "unit_key": _words(F(f"{unit}__key") if unit else None),
        "unit_name": _words(F(f"{unit}__name") if unit else None),
        "measure_key": _words(Coalesce(F(f"{measure}__key"), Value(""))),
        "measure_name": _words(Coalesce(Subquery(version.values("name")[:1]), Value(""))),
        "grain": _words(Coalesce(Subquery(version.values("grain")[:1]), Value("day"))),
    }
    named = {f"said_{name}": expression for name, expression in fields.items()}
    found: QuerySet[Any, Any] = rows.order_by().annotate(**named).values_list(*named)
    return found


def _words(known: Expression | F | None) -> Expression:
    return Cast(Value("") if known is None else known, TextField())


def _flag(condition: Q) -> Expression:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _first_of(accounts: Sequence[str]) -> Expression:
    """The first of the fields that is not empty."""
    return _words(Coalesce(*(NullIf(F(name), Value("")) for name in accounts), Value("")) if accounts else None)


def _named() -> Expression:
    """The name of that account as shown; of one that is no more the one that was recorded."""
    users = User.objects.filter(username=OuterRef("said_account")).order_by()
    return Cast(Coalesce(Subquery(users.values("display_name")[:1]), F("said_account")), TextField())
