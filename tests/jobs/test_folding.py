"""Signals are folded: a change of the whole is one item, old news is one question, the rest stand alone."""

from typing import Any

from wellrun.jobs.folding import Folded, Waiting, fold

SERIES = {"ward-1": 1, "ward-2": 2, "ward-3": 3, "site-1": 11, "site-2": 12, "system": 20}
ABOVE = {"ward-1": "site-1", "ward-2": "site-1", "ward-3": "site-2", "site-1": "system", "site-2": "system"}


def waiting(unit: str, **fields: Any) -> Waiting[str]:
    """A signal of `unit` on the high side that began in period 50, with a forum above; three levels of units."""
    parent = ABOVE.get(unit)
    usual: dict[str, Any] = {
        "signal": unit,
        "series_id": SERIES[unit],
        "side": "high",
        "unit": unit,
        "parent": parent,
        "parent_series": SERIES.get(parent or ""),
        "began": 50,
        "may_lift": parent is not None,
    }
    return Waiting(**(usual | fields))


def systemic(unit: str, **fields: Any) -> Waiting[str]:
    return waiting(unit, scope="systemic", **fields)


def told(folded: Folded[str]) -> dict[str, list[str]]:
    """Signals by the unit of their group; the rest under "single" and "old"."""
    groups = {str(group.unit): [each.signal for each in group.members] for group in folded.groups}
    rest = {"single": [each.signal for each in folded.single], "old": [each.signal for each in folded.old]}
    return {name: signals for name, signals in (groups | rest).items() if signals}


def test_a_local_signal_stands_alone() -> None:
    assert told(fold([waiting("ward-1", scope="local")])) == {"single": ["ward-1"]}


def test_systemic_signals_go_beneath_their_parent() -> None:
    folded = fold([systemic("ward-1"), systemic("ward-2", began=52), systemic("ward-3")])
    assert told(folded) == {"site-1": ["ward-1", "ward-2"], "site-2": ["ward-3"]}


def test_the_two_sides_are_two_changes() -> None:
    folded = fold([systemic("ward-1"), systemic("ward-2", side="low")])
    assert [(group.unit, group.members[0].side) for group in folded.groups] == [("site-1", "high"), ("site-1", "low")]


def test_without_a_forum_above_it_stays() -> None:
    assert told(fold([systemic("ward-1", may_lift=False)])) == {"single": ["ward-1"]}


def test_the_parents_own_signal_is_part_of_it_when_near_and_on_the_same_side() -> None:
    others = [waiting("site-1", side="low", signal="other side"), waiting("site-1", began=20, signal="long ago")]
    folded = fold([systemic("ward-1"), waiting("site-1"), *others])
    assert told(folded) == {"site-1": ["ward-1", "site-1"], "single": ["other side", "long ago"]}


def test_where_the_parent_goes_up_what_is_beneath_goes_along() -> None:
    folded = fold([systemic("ward-1"), systemic("site-1"), waiting("system")])
    assert told(folded) == {"system": ["ward-1", "site-1", "system"]}


def test_too_few_siblings_to_tell_but_the_rest_of_the_parent_moved_too() -> None:
    few = [waiting("site-1", rest_moved=True), waiting("site-2", rest_moved=True)]
    assert told(fold([*few, waiting("system")])) == {"system": ["site-1", "site-2", "system"]}
    assert told(fold(few)) == {"single": ["site-1", "site-2"]}
    assert told(fold([waiting("site-1"), waiting("system")])) == {"single": ["site-1", "system"]}


def test_a_parent_that_is_on_an_agenda_already_counts_as_moved() -> None:
    def has_item(series_id: int, side: str) -> bool:
        return (series_id, side) == (20, "high")

    assert told(fold([waiting("site-1", rest_moved=True)], has_item)) == {"system": ["site-1"]}
    assert told(fold([waiting("site-1", rest_moved=True, side="low")], has_item)) == {"single": ["site-1"]}


def test_a_local_signal_stays_when_its_parent_moved_because_of_it() -> None:
    folded = fold([waiting("ward-1", scope="local"), waiting("site-1")])
    assert told(folded) == {"single": ["ward-1", "site-1"]}


def test_an_old_signal_near_fresh_ones_of_the_same_change_is_part_of_it() -> None:
    near, far = systemic("ward-2", is_old=True, began=47), systemic("ward-2", is_old=True, began=30, signal="far")
    assert told(fold([systemic("ward-1"), near, far])) == {"site-1": ["ward-1", "ward-2"], "old": ["far"]}


def test_old_signals_alone_are_old_news_whatever_their_scope() -> None:
    assert told(fold([systemic("ward-1", is_old=True), waiting("site-1", is_old=True)])) == {
        "old": ["ward-1", "site-1"]
    }


def test_every_signal_ends_up_exactly_once() -> None:
    everything = [
        systemic("ward-1"),
        waiting("ward-2", scope="local"),
        systemic("ward-3", is_old=True, began=1),
        waiting("site-1", rest_moved=True),
        waiting("site-2", rest_moved=True, began=70),
        waiting("system"),
    ]
    placed = [signal for signals in told(fold(everything)).values() for signal in signals]
    assert sorted(placed) == sorted(each.signal for each in everything)
