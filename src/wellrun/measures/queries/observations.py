"""Single figures: the newest of each series, and pages of them for tables and the API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from wellrun.measures.models import Observation, Series, SupersededObservation

PAGE = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """One period of one series as it stands. `value` None: the figure was taken back.

    `reporting` of `expected` units for a rolled-up figure, else None; `judged` False: shown hollow. `revision` 1
    is the first that was known, at `recorded_at`; `source` names where this one came from.
    """

    series_id: int
    period: date
    value: float | None
    numerator: float | None
    denominator: float | None
    reporting: int | None
    expected: int | None
    judged: bool
    revision: int
    recorded_at: datetime
    source: str
    file: str


@dataclass(frozen=True, slots=True)
class FigurePage:
    """Part of a long list, newest first: page `number` of `pages`, `total` figures in all."""

    figures: tuple[Figure, ...]
    number: int
    pages: int
    total: int


_COLUMNS = (
    "series_id",
    "period",
    "value",
    "numerator",
    "denominator",
    "reporting",
    "expected",
    "judged",
    "revision",
    "recorded_at",
    "receipt__source__name",
    "receipt__file_name",
)


def latest(series_ids: Iterable[int]) -> dict[int, Figure]:
    """The newest figure of each series that has one, one statement."""
    newest = Observation.objects.filter(series_id=OuterRef("series_id"), value__isnull=False)
    rows = Observation.objects.filter(
        series_id__in=list(series_ids), period=Subquery(newest.order_by("-period").values("period")[:1])
    )
    return {figure.series_id: figure for figure in _figures(rows)}


def observations_of(
    series: Series, page: int = 1, *, first: date | None = None, last: date | None = None, per_page: int = PAGE
) -> FigurePage:
    """The figures of a series, newest first, between two dates if given; a page beyond the end is the last one."""
    wanted = Q(series=series)
    wanted &= Q(period__gte=first) if first else Q()
    wanted &= Q(period__lte=last) if last else Q()
    rows = Observation.objects.filter(wanted).order_by("-period")
    total = rows.count()
    pages = max(1, -(-total // per_page))
    number = min(max(page, 1), pages)
    return FigurePage(tuple(_figures(rows[(number - 1) * per_page : number * per_page])), number, pages, total)


def revisions_of(series: Series, period: date) -> tuple[Figure, ...]:
    """All that was ever known of one period, newest first."""
    live = Observation.objects.filter(series=series, period=period)
    before = SupersededObservation.objects.filter(series=series, period=period).order_by("-revision")
    return (*_figures(live), *(Figure(*row) for row in before.values_list(*_COLUMNS)))


def withdrawn_periods(series: Series, as_of: datetime | None = None) -> list[date]:
    """The periods whose figure stands withdrawn, now or as known at `as_of`, in order of time."""
    live = Observation.objects.filter(series=series, value__isnull=True)
    if as_of is None:
        return list(live.order_by("period").values_list("period", flat=True))
    before = SupersededObservation.objects.filter(
        series=series, value__isnull=True, recorded_at__lte=as_of, superseded_at__gt=as_of
    )
    known = live.filter(recorded_at__lte=as_of)
    return sorted({*known.values_list("period", flat=True), *before.values_list("period", flat=True)})


def newest_periods(series_ids: Iterable[int]) -> dict[int, date]:
    """The newest period with a figure of each series that has one, one statement."""
    rows = Observation.objects.filter(series_id__in=list(series_ids), value__isnull=False)
    return dict(rows.values_list("series_id").annotate(newest=Max("period")))


def _figures(rows: QuerySet[Observation]) -> list[Figure]:
    return [Figure(*row) for row in rows.values_list(*_COLUMNS)]
