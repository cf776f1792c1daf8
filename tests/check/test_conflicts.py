from tests.check.tables.choices import DOWN, PART, UP, pulling, through, traded
from wellrun.check.conflicts import End, conflicts_among
from wellrun.check.facts import ModelFacts


def told(model: ModelFacts) -> list[tuple[str, ...]]:
    return [
        (one.first.key, one.second.key, why.kind, *_end(why.one), *_end(why.other), why.measure)
        for one in conflicts_among(model)
        for why in one.clashes
    ]


def _end(end: End) -> tuple[str, str]:
    return end.objective.key, end.way


def test_the_opposite_of_one_measure_is_told_once_from_the_higher_one() -> None:
    assert told(pulling(UP, DOWN)) == [("flow", "bed", "opposite", "flow", "up", "bed", "down", "stay")]


def test_a_conflict_over_a_part_names_who_wants_the_whole_and_who_the_part() -> None:
    assert told(through(PART, UP)) == [("flow", "bed", "part", "bed", "up", "flow", "down", "stay")]
    assert told(through(UP, PART)) == [("flow", "bed", "part", "flow", "up", "bed", "down", "stay")]


def test_a_trade_off_names_who_pushes_and_whose_result_is_at_risk() -> None:
    (said,) = told(traded())
    assert said[2:] == ("trade_off", said[0], "down", "safe", "down", "readmission")
    assert conflicts_among(traded())[0].clashes[0].by


def test_the_same_way_is_no_conflict_and_a_guarded_push_neither() -> None:
    assert told(pulling(UP, UP)) == told(traded(guarded=True)) == []


def test_a_ruling_does_not_hide_the_conflict() -> None:
    assert len(conflicts_among(pulling(UP, DOWN, ("bed", "flow")))) == 1
