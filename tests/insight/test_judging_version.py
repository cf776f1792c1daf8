"""A change of the judging code reaches figures that were judged before it, and cannot be forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import numpy as np
import pytest

from tests.factories import at
from tests.insight.figures import arrive
from tests.jobs.plans import a_planned_system, agenda, come, falls
from wellrun.analytics.panel import Grain, Panel, period_range
from wellrun.insight import actions, judging_version, subjects
from wellrun.insight.judging import judge_part
from wellrun.insight.models import EvaluationRun, SeriesState, Signal
from wellrun.insight.subjects import Subject
from wellrun.jobs.clock import tick
from wellrun.jobs.evaluation import evaluate_all, evaluate_and_raise, rejudge
from wellrun.measures.queries import SeriesPanel

# What the judging code says of the figures below, by its version. When this test fails because the judging was meant
# to change: raise JUDGING_VERSION and write the new answer's digest beside the new number. (4 says otherwise only of
# cases too rare for a period, 5 of measures with other rules than the NHS's, 6 of rates over exposure that is not whole
# and are watched early, of rates, ratios, counts and rare cases, which have charts of their own (there are none here),
# and of what is watched early, by other thresholds.)
ANSWERS = {
    1: "8d5c2481ab22f952",
    2: "25e018d02ee64b47",
    3: "624c58edbc725b9b",
    4: "624c58edbc725b9b",
    5: "624c58edbc725b9b",
    6: "3c9a812e5bee1d69",
}
SERIES, PERIODS = 36, 72


def test_another_answer_is_another_version() -> None:
    version = judging_version.JUDGING_VERSION
    assert version == max(ANSWERS)
    assert digest() == ANSWERS[version]


def digest() -> str:
    """States and signals of made-up series, floats to six digits."""
    each, members = made_up_panel(), [member(row) for row in range(SERIES)]
    found = judge_part([each], members)
    assert {state.change for state in found.states} >= {"none", "improving", "worsening"}
    lines = [[getattr(state, name) for name in state.__slots__] for state in found.states]
    lines += [[*signal.identity, *signal.content] for signal in sorted(found.signals, key=lambda one: one.identity)]
    return sha256(json.dumps(plain(lines)).encode()).hexdigest()[:16]


def plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def made_up_panel() -> SeriesPanel:
    """Noise with steps, trends and gaps from a fixed recurrence; every third series is a share with its counts."""
    noise = np.array(list(numbers(SERIES * PERIODS))).reshape(SERIES, PERIODS)
    when, row = np.arange(PERIODS), np.arange(SERIES)[:, None]
    step = np.where((when >= 50) & (row % 4 == 1), 0.9, 0.0) - np.where((when >= 66) & (row % 4 == 2), 0.9, 0.0)
    trend = np.where((when >= 60) & (row % 4 == 3), (when - 60) * 0.12, 0.0)
    values = 0.5 + 0.05 * (noise + step + trend)
    values[:, 30:32] = np.where(row % 5 == 0, np.nan, values[:, 30:32])
    share = np.broadcast_to(row % 3 == 0, values.shape)
    denominators = np.where(share, 5_000.0 + 400.0 * noise, np.nan)
    denominators[np.isnan(values)] = np.nan
    phases = np.where((when >= 30) & (row % 6 == 5), 1, 0).astype(np.int16)
    nothing, ones = np.full(values.shape, -1, np.int16), np.ones(values.shape, np.int16)
    panel = Panel(
        labels=tuple(f"made-up/{number}/total" for number in range(SERIES)),
        grain=Grain.MONTH,
        periods=period_range("2019-01-01", "2024-12-01", Grain.MONTH),
        values=values,
        numerators=values * denominators,
        denominators=denominators,
        phases=phases,
    )
    whole = np.zeros(values.shape, np.bool_)
    return SeriesPanel(panel, row[:, 0], ~np.isnan(values), nothing, nothing, phases * np.int32(600), ones, whole)


def numbers(count: int) -> Iterator[float]:
    """Sums of four draws, from -1 to 1, the same on every machine."""
    state = 20_250_101
    for _ in range(count):
        total = 0
        for _ in range(4):
            state = (1_103_515_245 * state + 12_345) % 2**31
            total += state >> 15
        yield total / (2 * 2**16) - 1.0


def member(row: int) -> Subject:
    direction = ("up", "down", "none", "up")[row % 4]
    return Subject(
        series_id=row,
        measure_id=None,  # type: ignore[arg-type]  # judging does not ask
        unit_id=None,  # type: ignore[arg-type]
        parent_id=None,
        data_revision=1,
        version_number=1,
        direction=direction,
        profile="nhs",
        scoring="proportion" if row % 3 == 0 else "continuous",
        target_low=0.5 if row % 2 else None,
        target_high=0.5 if row % 2 else None,
        early_detection=row % 2 == 1,
    )


@pytest.fixture
def a_new_version(monkeypatch: pytest.MonkeyPatch) -> None:
    new = judging_version.JUDGING_VERSION + 1
    for module in (judging_version, actions, subjects):
        monkeypatch.setattr(module, "JUDGING_VERSION", new)


@pytest.fixture
def judged_before(db: None) -> Iterator[None]:
    """A system whose figures were judged, at the tests' moment."""
    a_planned_system()
    with at():
        come(falls(0, 1, 2))
        yield


def versions() -> set[int]:
    return set(SeriesState.objects.values_list("judging_version", flat=True))


def test_what_this_version_judged_is_not_judged_again(judged_before: None) -> None:
    assert rejudge() is None
    assert tick().rejudged == 0


def test_a_new_version_judges_everything_again_at_the_next_tick(judged_before: None, request: Any) -> None:
    before, signals = versions(), set(Signal.objects.values_list("pk", "status"))
    request.getfixturevalue("a_new_version")
    assert tick().rejudged == SeriesState.objects.count()
    assert versions() == {max(before) + 1}
    assert set(EvaluationRun.objects.values_list("cause", flat=True)) == {"import", "judging"}
    assert set(Signal.objects.values_list("pk", "status")) == signals
    assert tick().rejudged == 0


def test_an_import_judges_again_what_another_version_judged(judged_before: None, request: Any) -> None:
    request.getfixturevalue("a_new_version")
    done = evaluate_and_raise(cause="import")
    assert done.evaluation.rejudged == done.series_evaluated == SeriesState.objects.count()


def test_what_a_new_version_finds_of_old_is_no_news(db: None, request: Any) -> None:
    a_planned_system()
    with at():
        arrive(falls(0, start=24))
        actions.evaluate(cause="import")
        Signal.objects.all().delete()  # as if the older version had not seen it
        request.getfixturevalue("a_new_version")
        rejudge()
    assert [kind for kind, _, _ in agenda()].count("long_standing") == 1


def test_all_judges_again_and_says_what_came_out_otherwise(judged_before: None) -> None:
    anew = evaluate_all()
    assert (anew.rolled_up, anew.evaluated.evaluation.rejudged) == (0, 0)
    assert anew.evaluated.series_evaluated == SeriesState.objects.count()
    assert (anew.evaluated.signals_opened, anew.evaluated.items_raised) == (0, 0)
