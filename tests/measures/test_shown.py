"""What leaves the system: a value, a missing one, or one that is hidden."""

from __future__ import annotations

import math

import pytest

from wellrun.measures.shown import PERCENT, FigureFormat, Missing, Shown, State, shown


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.689, PERCENT, "68.9\u00a0%"),
        (2688.0, FigureFormat(), "2,688"),
        (-0.004, PERCENT, "\u22120.4\u00a0%"),
        (0.000123, FigureFormat(1000, 2, "per 1,000"), "0.12\u00a0per 1,000"),
        (-1e17, FigureFormat(), "\u22121.000e+17"),
    ],
)
def test_a_value_reads_as_its_definition_says(value: float, form: FigureFormat, text: str) -> None:
    assert shown(value, form).text == text
    assert shown(value, form).value == value


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_what_is_not_there_says_so(value: float | None) -> None:
    assert shown(value) == Shown(State.MISSING, reason=Missing.NOT_REPORTED)
    assert shown(value).text == "no figure"
    assert shown(value, known=True).text == "taken back"


def test_a_hidden_figure_does_not_give_its_value_away() -> None:
    hidden = shown(3.0, hidden=True)
    assert (hidden.state, hidden.value, hidden.reason) == (State.HIDDEN, None, None)
    assert hidden.text == "hidden: too few"
    assert "3" not in repr(hidden)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.VALUE},
        {"state": State.HIDDEN, "value": 3.0},
        {"state": State.MISSING},
        {"state": State.MISSING, "value": 1.0, "reason": Missing.NOT_REPORTED},
    ],
)
def test_a_state_that_contradicts_itself_is_our_bug(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="belongs to state"):
        Shown(**wrong)  # type: ignore[arg-type]
