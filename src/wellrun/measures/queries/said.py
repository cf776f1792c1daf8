"""What people say of series: points left out, phases, events, baselines proposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
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
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from wellrun.accounts.models import User
from wellrun.measures.models import BaselineProposal, Event, Exclusion, Phase, Series
from wellrun.measures.queries.named import CHUNK

# Nobody reads more beside one chart, and whoever notes them by program must not slow the pages of all units below.
MOST_EVENTS = 100


@dataclass(frozen=True, slots=True)
class Said:
    """One thing somebody said of a series; `by`, `done_by` as shown (the system's own word where no account said it).

    `kind`: phase, left_out, event, baseline. `start`, `end`: a phase and where its baseline ends, the period left
    out, first and last day of an event, the period with which a proposed baseline begins and the day of the change.
    `word`: the reason of a phase or proposal, the name of an event's unit. `done_*`: lifted, withdrawn or decided.
    `status` and `phase_id` of a proposal; `number` of a phase; `account`, `done_account`: user names.
    """

    kind: str
    id: UUID
    start: date
    end: date | None
    text: str
    word: str
    number: int
    by: str
    account: str
    at: datetime
    done_by: str
    done_account: str
    done_at: datetime | None
    done_text: str
    status: str
    origin: str
    phase_id: UUID | None

    @property
    def is_over(self) -> bool:
        """Lifted, withdrawn or decided."""
        return self.done_at is not None


@dataclass(frozen=True, slots=True)
class SaidOfSeries:
    """All that is said of one series, each kind by its start; what was lifted, withdrawn or decided is there too.

    Of events the newest hundred, those that stand before those that were withdrawn.
    """

    phases: list[Phase]
    begun: list[Said]
    left_out: list[Said]
    events: list[Said]
    baselines: list[Said]

    @property
    def may_be_more(self) -> bool:
        """Whether older events may have been left out here."""
        return len(self.events) >= MOST_EVENTS

    @property
    def excluded(self) -> list[date]:
        """The periods that are left out now."""
        return [one.start for one in self.left_out if not one.is_over]


def left_out(series_ids: Sequence[int], as_of: datetime | None = None) -> Iterator[tuple[int, date]]:
    """(series, period) of the points that are left out, now or as was said at `as_of`; a statement per ten thousand."""
    in_force = Q(lifted_at__isnull=True)
    if as_of is not None:
        in_force = Q(excluded_at__lte=as_of) & (in_force | Q(lifted_at__gt=as_of))
    for at in range(0, len(series_ids), CHUNK):
        rows = Exclusion.objects.filter(in_force, series_id__in=series_ids[at : at + CHUNK]).order_by()
        yield from rows.values_list("series_id", "period")


def said_of(series: Series) -> SaidOfSeries:
    """What is said of the series, with the events of its unit and of those above; one statement."""
    rows = _phases(series).union(_left_out(series), _baselines(series), _events(series), all=True)
    found = sorted((Said(*row) for row in rows), key=lambda one: (one.start, one.at))
    of_kind = {kind: [one for one in found if one.kind == kind] for kind in ("phase", "left_out", "event", "baseline")}
    phases = [_phase(series, one) for one in of_kind["phase"]]
    return SaidOfSeries(phases, of_kind["phase"], of_kind["left_out"], of_kind["event"], of_kind["baseline"])


def _phase(series: Series, said: Said) -> Phase:
    return Phase(
        id=said.id,
        series_id=series.pk,
        number=said.number,
        start=said.start,
        baseline_end=said.end,
        reason_kind=said.word,
        reason=said.text,
        derived=said.status == "derived",
        created_at=said.at,
    )


def _phases(series: Series) -> QuerySet[Any, Any]:
    rows = Phase.objects.filter(series=series)
    return _columns(
        rows, "phase", start=F("start"), end=F("baseline_end"), text=F("reason"), word=F("reason_kind"),
        number=F("number"), at=F("created_at"),
        status=Case(When(derived=True, then=Value("derived")), default=Value(""), output_field=CharField()),
    )  # fmt: skip


def _left_out(series: Series) -> QuerySet[Any, Any]:
    rows = Exclusion.objects.filter(series=series)
    return _columns(
        rows, "left_out", start=F("period"), text=F("reason"), account="excluded_by", at=F("excluded_at"),
        done_account="lifted_by", done_at=F("lifted_at"),
    )  # fmt: skip


def _baselines(series: Series) -> QuerySet[Any, Any]:
    rows = BaselineProposal.objects.filter(series=series)
    return _columns(
        rows, "baseline", start=F("start"), end=F("changed_on"), text=F("reason"), word=F("reason_kind"),
        account="proposed_by", at=F("proposed_at"), done_account="decided_by", done_at=F("decided_at"),
        done_text=F("decision_reason"), status=F("status"), origin=F("origin"), phase_id=F("phase_id"),
    )  # fmt: skip


def _events(series: Series) -> QuerySet[Any, Any]:
    of_it = Q(measure__isnull=True) | Q(measure=series.measure_id)
    said = Event.objects.filter(of_it, unit__below__descendant=series.unit_id)
    newest = said.order_by(F("withdrawn_at").desc(nulls_first=True), "-starts_on", "-noted_at")
    rows = Event.objects.filter(pk__in=newest.values("pk")[:MOST_EVENTS])
    return _columns(
        rows, "event", start=F("starts_on"), end=F("ends_on"), text=F("text"), word=F("unit__name"),
        account="noted_by", at=F("noted_at"), done_account="withdrawn_by", done_at=F("withdrawn_at"),
    )  # fmt: skip


def _columns(
    rows: QuerySet[Any], kind: str, *, account: str = "", done_account: str = "", **known: Expression | F
) -> QuerySet[Any, Any]:
    """The rows with the fields of `Said` in their order, what they do not know left empty.

    A union takes its types from the first of its parts, and PostgreSQL wants every part to have them: hence the casts.
    """
    fields: dict[str, Expression | F] = {
        "kind": Value(kind, output_field=CharField()),
        "id": F("pk"),
        "start": known["start"],
        "end": known.get("end", _nothing(DateField())),
        "text": _words(known.get("text")),
        "word": _words(known.get("word")),
        "number": known.get("number", Value(0, output_field=IntegerField())),
        "by": _name_of(account),
        "account": _words(F(account) if account else None),
        "at": known["at"],
        "done_by": _name_of(done_account),
        "done_account": _words(F(done_account) if done_account else None),
        "done_at": known.get("done_at", _nothing(DateTimeField())),
        "done_text": _words(known.get("done_text")),
        "status": _words(known.get("status")),
        "origin": _words(known.get("origin")),
        "phase_id": known.get("phase_id", _nothing(UUIDField())),
    }
    named = {f"said_{name}": expression for name, expression in fields.items()}
    named_rows: QuerySet[Any, Any] = rows.order_by().annotate(**named).values_list(*named)
    return named_rows


def _nothing(of: Any) -> Expression:
    return Cast(Value(None), of)


def _words(known: Expression | F | None) -> Expression:
    return Cast(Value("") if known is None else known, TextField())


def _name_of(account: str) -> Expression:
    """The name of an account as shown; of one that is no more, or of the system, the one that was recorded."""
    if not account:
        return _words(None)
    users = User.objects.filter(username=OuterRef(account)).order_by()
    return Cast(Coalesce(Subquery(users.values("display_name")[:1]), F(account)), TextField())
