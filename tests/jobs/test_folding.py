"""Signals are folded: systemic ones beneath the parent, old ones into one question, the rest stand alone."""

from typing import Any

from wellrun.jobs.folding import Waiting, fold

PARENT = {"family": 100}


def waiting(name: str, **fields: Any) -> Waiting[str]:
    """A systemic signal on the high side that began in period 50, of a series numbered by the name's letter."""
    usual: dict[str, Any] = {"side": "high", "family": "family", "began": 50, "lifts": True}
    return Waiting(signal=name, series_id=ord(name[0]), **(usual | fields))


def names(members: Any) -> list[str]:
    return [each.signal for each in members]


def test_a_local_signal_stands_alone() -> None:
    folded = fold([waiting("a", lifts=False)], PARENT)
    assert names(folded.single) == ["a"]
    assert not folded.groups
    assert not folded.old


def test_systemic_signals_of_one_family_and_side_are_one_group() -> None:
    folded = fold([waiting("a"), waiting("b", began=52), waiting("c", side="low")], PARENT)
    assert sorted((group.side, names(group.members)) for group in folded.groups) == [
        ("high", ["a", "b"]),
        ("low", ["c"]),
    ]


def test_families_are_kept_apart() -> None:
    folded = fold([waiting("a"), waiting("b", family="other")], PARENT)
    assert [names(group.members) for group in folded.groups] == [["a"], ["b"]]


def test_the_parents_own_signal_goes_beneath_when_it_is_near_and_on_the_same_side() -> None:
    own = Waiting("parent", 100, "high", None, 51)
    other_side = Waiting("down", 100, "low", None, 51)
    long_ago = Waiting("past", 100, "high", None, 20)
    folded = fold([waiting("a"), own, other_side, long_ago], PARENT)
    assert names(folded.groups[0].members) == ["a", "parent"]
    assert names(folded.single) == ["down", "past"]


def test_an_old_signal_near_a_fresh_systemic_one_is_part_of_it() -> None:
    near, far = waiting("b", is_old=True, began=47), waiting("c", is_old=True, began=30)
    folded = fold([waiting("a"), near, far], PARENT)
    assert names(folded.groups[0].members) == ["a", "b"]
    assert names(folded.old) == ["c"]


def test_old_signals_alone_raise_no_systemic_item() -> None:
    folded = fold([waiting("a", is_old=True), waiting("b", is_old=True)], PARENT)
    assert not folded.groups
    assert names(folded.old) == ["a", "b"]


def test_every_signal_ends_up_exactly_once() -> None:
    everything = [waiting("a"), waiting("b", lifts=False), waiting("c", is_old=True, began=1), waiting("d", family="x")]
    folded = fold(everything, PARENT)
    placed = [name for group in folded.groups for name in names(group.members)]
    assert sorted(placed + names(folded.single) + names(folded.old)) == ["a", "b", "c", "d"]
