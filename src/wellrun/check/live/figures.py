"""What the figures say of measures and aims."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, Max, OuterRef

from wellrun.check.facts import ForumFacts, MeasureFacts, ModelFacts, TargetFacts
from wellrun.check.from_library import is_survey
from wellrun.insight.models import SeriesState
from wellrun.measures.models import Measure, MeasureVersion, Phase
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import Review


def measures_known(
    facts: ModelFacts, forums: Collection[ForumFacts], *, figures_of: Collection[str] | None = None
) -> tuple[MeasureFacts, ...]:
    """The definitions on record instead of those a file would have, with when each last came before a forum.

    `figures_of`: the keys of the measures of which is asked what their figures say; of all where none are given.
    """
    keys = [one.key for one in facts.measures]
    rows = MeasureVersion.objects.filter(measure__key__in=keys, current=True).select_related("measure")
    versions = {row.measure.key: row for row in rows}
    asked = {key: row for key, row in versions.items() if figures_of is None or key in figures_of}
    judged = _judged(asked)
    broken = _rebased(asked)
    seen = _last_on_agenda(forums)
    return tuple(
        _known(one, versions[one.key], broken=broken, is_judged=versions[one.key].measure_id in judged, seen=seen)
        if one.key in versions
        else one
        for one in facts.measures
    )


def targets_known(facts: ModelFacts, *, figures_of: Collection[str] | None = None) -> tuple[TargetFacts, ...]:
    """The aims with the state of their series: limits, capability, cases a period, points behind the baseline.

    `figures_of`: the keys of the aims of which that is asked; of all where none are given.
    """
    asked = [one for one in facts.targets if figures_of is None or one.key in figures_of]
    rows = SeriesState.objects.filter(series__measure__key__in={one.measure for one in asked})
    states = {
        (state.series.measure.key, state.series.unit.key, state.series.stratum): state
        for state in rows.select_related("series__measure", "series__unit")
    }
    return tuple(_aim(one, states.get((one.measure, one.unit, one.stratum))) for one in facts.targets)


def _judged(versions: Mapping[str, MeasureVersion]) -> set[UUID]:
    """The measures of which a series is judged; looked for one by one, for there are many series of each."""
    judged = SeriesState.objects.filter(series__measure=OuterRef("pk"))
    asked = Measure.objects.filter(pk__in=[row.measure_id for row in versions.values()])
    return set(asked.filter(Exists(judged)).values_list("pk", flat=True))


def _known(
    one: MeasureFacts,
    version: MeasureVersion,
    *,
    broken: Mapping[UUID, bool],
    is_judged: bool,
    seen: Mapping[str, date],
) -> MeasureFacts:
    return replace(
        one,
        name=version.name,
        library_id=version.measure.library_id or one.library_id,
        numerator=version.numerator,
        denominator=version.denominator,
        display_unit=version.display_unit,
        direction=version.direction,
        source=version.source_text,
        version=version.number,
        scoring=version.scoring,
        grain=version.grain,
        data_lag_days=version.data_lag_days,
        rule_profile=version.rule_profile,
        conformance=version.conformance,
        contributing_teams=tuple(version.contributing_teams) or one.contributing_teams,
        domain=version.measure.domain,
        survey=is_survey(version.denominator),
        defined=True,
        rebased=broken.get(version.measure_id),
        # A chart is chosen by the data and refused where it does not fit: what is judged is judged by one that does.
        fits_chart=True if is_judged else None,
        last_on_agenda=seen.get(one.key),
        agendas_known=True,
    )


def _aim(one: TargetFacts, state: SeriesState | None) -> TargetFacts:
    if state is None:
        return one
    return replace(
        one,
        assurance=state.assurance or None,
        lower=state.lower,
        upper=state.upper,
        cases=state.denominator,
        baseline_points=state.points if one.baseline_points is None else one.baseline_points,
    )


def _rebased(versions: Mapping[str, MeasureVersion]) -> dict[UUID, bool]:
    """By measure whether its last change of definition broke its charts; left out where there was none."""
    changed = {row.measure_id for row in versions.values() if row.number > 1}
    phases = Phase.objects.filter(series__measure__in=changed, reason_kind=Phase.Reason.DEFINITION)
    broken = set(phases.values_list("series__measure_id", flat=True))
    return {measure_id: measure_id in broken for measure_id in changed}


def _last_on_agenda(forums: Collection[ForumFacts]) -> dict[str, date]:
    """By measure the last sitting held of a forum before which it comes."""
    held = Review.objects.exclude(status=Review.Status.SCHEDULED).values("forum__key").annotate(at=Max("starts_at"))
    zone = site_zone()
    last = {row["forum__key"]: row["at"].astimezone(zone).date() for row in held}
    found: dict[str, date] = {}
    for forum in forums:
        if forum.key in last:
            for measure in forum.reviewed:
                found[measure] = max(found.get(measure, date.min), last[forum.key])
    return found
