"""Whether the figures of a measure pile up just inside an aim."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from wellrun.analytics.heaping import heaping
from wellrun.check.facts import MeasureFacts, TargetFacts
from wellrun.measures.models import Series
from wellrun.measures.queries.panel import panel


def with_piles(measures: Collection[MeasureFacts], targets: Collection[TargetFacts]) -> tuple[MeasureFacts, ...]:
    """The measures with whether any of their series with an aim is heaped; not known where none could be tested."""
    ways = {one.key: one.direction for one in measures if one.direction in ("up", "down")}
    aims = {
        (one.measure, one.unit, one.stratum): one.value
        for one in targets
        if one.value is not None and one.measure in ways
    }
    found = _heaped(aims, ways)
    return tuple(_known(one, found.get(one.key)) for one in measures)


def _known(one: MeasureFacts, units: tuple[str, ...] | None) -> MeasureFacts:
    return replace(one, heaped=None if units is None else bool(units), heaped_in=units or ())


def _heaped(aims: Mapping[tuple[str, str, str], float], ways: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By measure, the units in which a series is heaped; left out where none could be tested."""
    found: dict[str, tuple[str, ...]] = {}
    series = _series(aims)
    for each in panel(list(series)) if series else ():
        for row, series_id in enumerate(each.series_ids):
            place = series[int(series_id)]
            above = ways[place[0]] == "up"
            said = heaping(each.panel.values[row], aims[place], inside_is_above=above).is_heaped
            if said is not None:
                found[place[0]] = (*found.get(place[0], ()), *([place[1]] if said else []))
    return found


def _series(aims: Mapping[tuple[str, str, str], float]) -> dict[int, tuple[str, str, str]]:
    """The series that have an aim, by id."""
    rows = Series.objects.filter(measure__key__in={measure for measure, _, _ in aims})
    places = {pk: place for pk, *place in rows.values_list("pk", "measure__key", "unit__key", "stratum")}
    return {pk: (m, u, s) for pk, (m, u, s) in places.items() if (m, u, s) in aims}
