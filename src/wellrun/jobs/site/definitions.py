"""Measures, sources and feeds before the figures; aims, limits and known breaks after, when the series are there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from wellrun.audit.actions import Actor
from wellrun.demo.site import PhaseSpec, Site
from wellrun.execution.permission import Doer
from wellrun.measures.actions import (
    add_series,
    add_source,
    declare_feed,
    define_from,
    set_target,
    set_trigger,
    start_phase,
)
from wellrun.measures.models import Feed, Measure, Observation, Phase, Series, Source, Target, Trigger
from wellrun.organisation.models import Unit
from wellrun.plans.specs import LimitSpec, TargetSpec


def load_definitions(site: Site, *, by: Actor) -> None:
    """What is missing of measures, sources and feeds."""
    measures = {measure.key: measure for measure in Measure.objects.all()}
    for spec in site.measures:
        if spec.key not in measures:
            measures[spec.key] = define_from(spec, watch_early=spec.key in site.watch_early, by=by)
    sources = {source.key: source for source in Source.objects.all()}
    for source in site.sources:
        if source.key not in sources:
            sources[source.key] = add_source(
                key=source.key, name=source.name, licence=source.licence, attribution=source.attribution, by=by
            )
    declared = set(Feed.objects.values_list("source__key", "measure__key"))
    for feed in site.feeds:
        if (feed.source, feed.measure) not in declared:
            declare_feed(
                source=sources[feed.source],
                measure=measures[feed.measure],
                declared_end=feed.declared_end,
                lag_days=feed.lag_days,
                by=by,
            )


def load_aims(site: Site, *, by: Doer) -> None:
    """What is missing of aims, same-day limits and known breaks.

    A series that ever had an aim, or a limit on that side, keeps what people made of it.
    """
    aimed = set(Target.objects.values_list("series_id", flat=True))
    for target in site.targets:
        for series in _series_of(target, by):
            if series.pk not in aimed:
                _set(target, series, by)
    limited = set(Trigger.objects.values_list("series_id", "side"))
    for limit in site.limits:
        _limit(limit, limited, by)
    for phase in site.phases:
        for series in _broken(phase):
            start_phase(series=series, start=phase.start, reason=phase.reason, reason_kind=phase.reason_kind, by=by)


def _series_of(target: TargetSpec, by: Actor) -> Iterable[Series]:
    """The series an aim is for, with or without figures; cascaded, those of the member units below that have any."""
    measure, unit = Measure.objects.get(key=target.measure), Unit.objects.get(key=target.unit)
    yield add_series(measure=measure, unit=unit, stratum=target.stratum, by=by)
    if target.cascade:
        yield from Series.objects.filter(
            measure=measure,
            stratum=target.stratum,
            unit__parent=unit,
            unit__membership=Unit.Membership.MEMBER,
        ).order_by("unit__key")


def _set(target: TargetSpec, series: Series, by: Actor) -> None:
    set_target(
        series=series,
        value=target.value,
        low=target.low,
        high=target.high,
        by_date=target.by,
        # A baseline is that of the whole; the units below have their own figures.
        baseline=target.baseline if series.unit.key == target.unit else None,
        commitment=target.commitment,
        source_text=target.source,
        by=by,
    )


def _limit(limit: LimitSpec, known: set[tuple[int, str]], by: Doer) -> None:
    measure, unit = Measure.objects.get(key=limit.measure), Unit.objects.get(key=limit.unit)
    series = add_series(measure=measure, unit=unit, stratum=limit.stratum, by=by)
    if (series.pk, limit.side) not in known:
        set_trigger(series=series, side=limit.side, limit=limit.limit, response=limit.response, by=by)


def _broken(phase: PhaseSpec) -> Iterable[Series]:
    """The series that have figures on both sides of a known break and no declared stretch that begins there."""
    # The first figure of each series by its own look-up, never a join: while a first load is being written PostgreSQL
    # may take the table of figures for empty, and would read all of it once a series.
    first = Observation.objects.filter(series=OuterRef("pk")).order_by("period").values("period")[:1]
    wanted = Series.objects.filter(measure__key=phase.measure).alias(first=Subquery(first))
    wanted = wanted.filter(first__lt=phase.start)
    if phase.unit is not None:
        wanted = wanted.filter(unit__key=phase.unit)
    begun = Phase.objects.filter(start=phase.start, derived=False).values("series_id")
    return wanted.exclude(pk__in=begun).order_by("pk")
