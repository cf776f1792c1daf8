"""What the figures say of measures and aims."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from django.db.models import Exists, OuterRef

from wellrun.check.facts import MeasureFacts, ModelFacts, TargetFacts
from wellrun.check.from_library import is_survey
from wellrun.check.live.agendas import Seen, seen_on_agendas
from wellrun.insight.models import SeriesState
from wellrun.measures.models import Measure, MeasureVersion, Phase


def measures_known(facts: ModelFacts, *, figures_of: Collection[str] | None = None) -> tuple[MeasureFacts, ...]:
    """The definitions on record instead of those a file would have, with when each last came before a forum.

    `figures_of`: the keys of the measures of which is asked what their figures say; of all where none are given.
    """
    keys = [one.key for one in facts.measures]
    rows = MeasureVersion.objects.filter(measure__key__in=keys, current=True).select_related("measure")
    versions = {row.measure.key: row for row in rows}
    asked = {key: row for key, row in versions.items() if figures_of is None or key in figures_of}
    judged = _judged(asked)
    broken = _rebased({key: row for key, row in asked.items() if row.measure_id in judged})
    seen = seen_on_agendas(keys)
    return tuple(
        _known(
            one, versions[one.key], broken=broken, is_judged=versions[one.key].measure_id in judged, seen=seen[one.key]
        )
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
    judged = SeriesState.objects.filter(series__measure=OuterRef("pk"), points__gt=0)
    asked = Measure.objects.filter(pk__in=[row.measure_id for row in versions.values()])
    return set(asked.filter(Exists(judged)).values_list("pk", flat=True))


def _known(
    one: MeasureFacts,
    version: MeasureVersion,
    *,
    broken: Mapping[UUID, bool],
    is_judged: bool,
    seen: Seen,
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
        rhythm_known=True,
        rebased=broken.get(version.measure_id),
        # A chart is chosen by the data and refused where it does not fit: what is judged is judged by one that does.
        fits_chart=True if is_judged else None,
        last_on_agenda=seen.last,
        perhaps_on_agenda=seen.perhaps,
        before_forum_since=seen.since,
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
    """By measure that has a chart whether its last change of definition broke it; left out where there was none.

    A version that says from which day it holds begins a new stretch on every chart there.
    """
    changed = {row.measure_id for row in versions.values() if row.number > 1}
    dated = {row.measure_id for row in versions.values() if row.effective_from is not None}
    phases = Phase.objects.filter(series__measure__in=changed, reason_kind=Phase.Reason.DEFINITION)
    broken = set(phases.values_list("series__measure_id", flat=True))
    return {measure_id: measure_id in broken | dated for measure_id in changed}
