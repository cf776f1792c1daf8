"""Early detection is switched on and off for the definition in force, and said so once."""

from __future__ import annotations

import pytest

from tests.factories import a_measure, a_series, a_unit, at
from tests.insight.figures import arrive
from tests.insight.noise import drifted, weekly
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.actions import watch_early

pytestmark = pytest.mark.django_db


def test_what_it_changes_is_judged_by_the_next_evaluation() -> None:
    with at():
        seen = a_measure("seen", grain="week", roll_up="none")
        a_unit("site", kind="site")
        arrive(weekly("seen", "site", drifted(84, 38, -0.012)))
        evaluate_and_raise(cause="import")
        assert not Signal.objects.exists()
        assert watch_early(measure=seen, by=SYSTEM)
        assert evaluate_and_raise(cause="manual").series_evaluated == 1
        assert [each.rules for each in Signal.objects.filter(status="open")] == [["early_detection"]]
        assert SeriesState.objects.get().watched
        assert watch_early(measure=seen, on=False, by=SYSTEM)
        evaluate_and_raise(cause="manual")
        assert not Signal.objects.exclude(status="withdrawn").exists()


def test_the_same_again_is_not_written_down() -> None:
    series = a_series(a_unit("site"), a_measure("seen"))
    assert watch_early(measure=series.measure, by=SYSTEM)
    assert not watch_early(measure=series.measure, by=SYSTEM)
    assert [event.data["on"] for event in AuditEvent.objects.filter(verb="watch_early")] == [True]
    before = series.data_revision
    series.refresh_from_db()
    assert series.data_revision == before + 1
