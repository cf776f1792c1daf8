"""Codes and the words of the command's contract."""

import numpy as np
import pytest

from wellrun.analytics.spc.codes import Assurance, Chart, Direction, Point, Rule, Status, Variation, codes, words


def test_the_words_are_those_of_the_contract() -> None:
    assert [rule.word for rule in Rule] == [
        *("", "outside_limits", "trend", "two_of_three", "shift", "four_of_five"),
        *("eight_on_one_side", "nine_on_one_side", "six_trending", "fourteen_alternating"),
        *("fifteen_near_centre", "eight_far_from_centre", "long_run", "few_crossings", "early_detection"),
    ]
    assert [each.word for each in Point][:5] == ["common_cause", "improvement", "concern", "high", "low"]
    assert {each.word for each in Status} == {"ok", "trial_limits", "insufficient_data", "constant", "degenerate"}
    assert {"neutral_high", "concern_low", "common_cause"} < {each.word for each in Variation}
    assert {each.word for each in Assurance} > {"consistently_passes", "inconsistent", "consistently_fails"}


def test_words_of_an_array_keep_its_shape() -> None:
    assert words(Rule, np.array([[0, 2]], dtype=np.int8)).tolist() == [["", "trend"]]


def test_one_word_stands_for_every_series_and_a_list_for_each() -> None:
    assert codes(Chart, "pp", 2).tolist() == [Chart.PP, Chart.PP]
    assert codes(Direction, ["up", "band"], 2).tolist() == [Direction.UP, Direction.BAND]
    assert codes(Direction, np.array([1, 2]), 2).tolist() == [1, 2]


@pytest.mark.parametrize("wish", ["upwards", ["up"], np.array([1, 2, 3]), np.array([9, 0])])
def test_unknown_words_codes_and_lengths_are_refused(wish: object) -> None:
    with pytest.raises(ValueError, match="Direction"):
        codes(Direction, wish, 2)
