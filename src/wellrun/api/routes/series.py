"""Series: their answers, their points, and others to compare with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field, model_validator

from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.comparing import comparison_out
from wellrun.api.paging import Page, Paging, next_path
from wellrun.api.points import points_of
from wellrun.api.schemas.fields import Day, Key, Moment, Word
from wellrun.api.schemas.figures import in_measure
from wellrun.api.schemas.series import (
    ComparatorOut,
    ComparatorsOut,
    ComparisonOut,
    PointsOut,
    SeriesDetailOut,
    SeriesOut,
    never_of,
    series_detail_out,
    some_series_out,
)
from wellrun.api.schemas.words import AimWord, ChangeWord, UnitKind
from wellrun.api.sight import the_one, unit_in_sight
from wellrun.api.versions import present_version, present_versions
from wellrun.insight.comparison import comparison
from wellrun.lib import clock
from wellrun.measures.models import MeasureVersion, Phase, Series, Target
from wellrun.measures.queries import Never, comparators, never_reported_in, series_for
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone, subtree_ids

router = Router(tags=["series"])


class SeriesFilter(BaseModel):
    """`unit`: of one unit. `within`: of a unit and all below it. `measure`: of one measure, by key."""

    unit: Key | None = None
    within: Key | None = None
    measure: Key | None = None
    stratum: Word | None = None
    change: ChangeWord | None = None
    aim: AimWord | None = None


@router.get("/series", response=Page[SeriesOut])
def list_series(request: HttpRequest, wanted: Query[SeriesFilter], paging: Query[Paging]) -> Page[SeriesOut]:
    """The series of the units the caller sees, each with its answer, by measure, unit and stratum."""
    user = caller(request)
    rows = _series(user).order_by("measure__key", "unit__key", "stratum")
    exact = {
        "unit__key": wanted.unit,
        "measure__key": wanted.measure,
        "stratum": wanted.stratum,
        "state__change": wanted.change,
        "state__aim": wanted.aim,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.within:
        rows = rows.filter(unit__in=subtree_ids(unit_in_sight(user, wanted.within).pk))
    return Page[SeriesOut].of(request, rows, paging, _with_versions)


@router.get("/series/{uuid:series_id}", response=SeriesDetailOut)
def get_series(request: HttpRequest, series_id: UUID) -> SeriesDetailOut:
    """One series with its phases and its aim."""
    series = the_one(_series(caller(request)).filter(uid=series_id))
    phases = list(Phase.objects.filter(series=series).order_by("start"))
    target = Target.objects.filter(series=series, retired_at__isnull=True).first()
    version = present_version(series.measure_id)
    return series_detail_out(series, version, phases, target, _never([series], [version]))


class PointFilter(BaseModel):
    """`from`, `to`: periods that start on or between these days. `as_of`: what was known then. `limits`: with them."""

    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")
    as_of: Moment | None = None
    limits: bool = False
    limit: int = Field(500, ge=1, le=2000)
    offset: int = Field(0, ge=0, le=1_000_000_000)


@router.get("/series/{uuid:series_id}/points", response=PointsOut)
def list_points(request: HttpRequest, series_id: UUID, wanted: Query[PointFilter]) -> PointsOut:
    """The figures of a series, period by period, those that are missing too; on demand with limits and marks."""
    series = the_one(_series(caller(request)).filter(uid=series_id))
    version = present_version(series.measure_id)
    found = points_of(
        series,
        version,
        first=wanted.since,
        last=wanted.until,
        as_of=wanted.as_of,
        limits=wanted.limits,
        never=never_of(series, _never([series], [version])),
    )
    paging = Paging.model_construct(limit=wanted.limit, offset=wanted.offset)
    return PointsOut(
        series=series.uid,
        as_of=wanted.as_of,
        chart=found.chart,
        count=len(found.points),
        next=next_path(request, paging, len(found.points)),
        results=found.points[wanted.offset : wanted.offset + wanted.limit],
    )


class ComparatorFilter(BaseModel):
    """`periods`: how many of the newest."""

    periods: int = Field(12, ge=1, le=60)


@router.get("/series/{uuid:series_id}/comparators", response=ComparatorsOut)
def list_comparators(request: HttpRequest, series_id: UUID, wanted: Query[ComparatorFilter]) -> ComparatorsOut:
    """The same measure in reference units of the same kind, without names and in no order of merit."""
    series = the_one(_series(caller(request)).filter(uid=series_id))
    version = present_version(series.measure_id)
    found = comparators(series)
    panel = found.panel
    if panel is None:
        return ComparatorsOut(series=series.uid, count=0, periods=[], results=[])
    newest = slice(max(0, panel.n_periods - wanted.periods), panel.n_periods)
    return ComparatorsOut(
        series=series.uid,
        count=found.count,
        periods=panel.periods[newest].astype("datetime64[D]").tolist(),
        results=[
            ComparatorOut(label=label, values=[in_measure(value, version) for value in figures])
            for label, figures in zip(panel.labels, panel.values[:, newest].tolist(), strict=True)
        ],
    )


class ComparisonFilter(BaseModel):
    """`from`, `to`: the first and last period to add up; without them the `newest`. `kind`: of unit, else its own.

    Where too few units of its own kind report, the kind that most of the caller's units are of is compared.
    """

    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")
    newest: int = Field(1, ge=1, le=520)
    kind: UnitKind | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError("the range ends before it begins")
        return self


@router.get("/series/{uuid:series_id}/comparison", response=ComparisonOut)
def get_comparison(request: HttpRequest, series_id: UUID, wanted: Query[ComparisonFilter]) -> ComparisonOut:
    """Who differs, given their size: a funnel of the caller's own units by name and reference units without names."""
    user = caller(request)
    series = the_one(_series(user).filter(uid=series_id))
    found = comparison(
        user,
        series.unit,
        present_version(series.measure_id),
        first=wanted.since,
        last=wanted.until,
        newest=wanted.newest,
        unit_kind=wanted.kind or "",
        stratum=series.stratum,
    )
    own = Unit.objects.filter(key__in=[unit.own.key for unit in found.own if unit.own is not None])
    return comparison_out(series.uid, found, {unit.key: unit for unit in own})


def _series(user: User) -> QuerySet[Series]:
    return series_for(user).select_related("state")


def _with_versions(series: Sequence[Series]) -> list[SeriesOut]:
    versions = present_versions(one.measure_id for one in series)
    return some_series_out(series, versions, _never(series, versions.values()))


def _never(series: Sequence[Series], versions: Iterable[MeasureVersion]) -> Never:
    """Who below never reported what; one query, and none where nothing is rolled up."""
    units = {one.unit_id for one in series if one.derived}
    return never_reported_in(units, versions, clock.today(site_zone())) if units else {}
