"""Which column is which field."""

import pytest

from wellrun.lib.errors import UserError
from wellrun.tables.columns import map_columns


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (["measure", "unit", "period", "value"], {"measure": 0, "unit": 1, "period": 2, "value": 3}),
        (["Org Code", "DATE", " Value "], {"unit": 0, "period": 1, "value": 2}),
        (["org_code", "Week Ending", "NUM", "Denom."], {"unit": 0, "period": 1, "numerator": 2, "denominator": 3}),
        (["period", "date", "month", "value"], {"period": 0, "value": 3}),
        (["series", "indicator", "stratum", "period"], {"series": 0, "measure": 1, "stratum": 2, "period": 3}),
        (["a", "b"], {}),
    ],
)
def test_headers_are_guessed(headers: list[str], found: dict[str, int]) -> None:
    assert map_columns(headers, "FILE") == found


def test_what_is_said_wins_over_what_is_guessed() -> None:
    found = map_columns(["date", "month", "value", "Wert"], "FILE", mapping={"period": "month", "value": "wert"})
    assert found == {"period": 1, "value": 3}


def test_a_column_that_is_taken_is_not_guessed_again() -> None:
    assert map_columns(["org_code", "period"], "FILE", mapping={"series": "org_code"}) == {"series": 0, "period": 1}


def test_a_header_said_exactly_wins_over_one_like_it() -> None:
    assert map_columns(["Value", "value"], "FILE", mapping={"value": "Value"}) == {"value": 0}


def test_two_columns_of_one_name_are_ambiguous() -> None:
    with pytest.raises(UserError) as refused:
        map_columns(["Value", "value"], "FILE")
    assert refused.value.code == "column_ambiguous"


def test_many_headers_are_shown_in_part() -> None:
    with pytest.raises(UserError, match=r"c0, c1, .*, c29 and 70 more$"):
        map_columns([f"c{number}" for number in range(100)], "FILE", need=("period",))
