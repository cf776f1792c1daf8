"""Measures, sources and feeds before the figures; known breaks after, when the series are there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from wellrun.audit.actions import Actor
from wellrun.demo.site import PhaseSpec, Site
from wellrun.measures.actions import (
    add_source,
    declare_feed,
    define_from,
    start_phase,
)
from wellrun.measures.models import Feed, Measure, Observation, Phase, Series, Source


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


def load_breaks(site: Site, *, by: Actor) -> None:
    """What is missing of known breaks."""
    for phase in site.phases:
        for series in _broken(phase):
            start_phase(series=series, start=phase.start, reason=phase.reason, reason_kind=phase.reason_kind, by=by)


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
