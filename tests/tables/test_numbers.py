"""Numbers as people write them, as long as there is no doubt."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables.reading import cells, refused_rows
from wellrun.tables.numbers import numbers


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["1", "-2.5", "+3", ".5", "5.", "1e3", "1E-3"], [1, -2.5, 3, 0.5, 5, 1000, 0.001]),
        ([" 1 ", "\u00a02"], [1, 2]),
        (["−1.5"], [-1.5]),
        (["0,5", "12,25"], [0.5, 12.25]),
        (["1,5", "1,250"], [1.5, 1.25]),
        (["0,123", "1"], [0.123, 1]),
        (["1,234.5", "1,234"], [1234.5, 1234]),
        (["1,234,567", "12,345"], [1234567, 12345]),
        (["1.234,5", "12,3"], [1234.5, 12.3]),
        (["1.234.567", "0,5"], [1234567, 0.5]),
        (["1 234", "12 345,6", "1\u202f234.5", "1'234", "1’234"], [1234, 12345.6, 1234.5, 1234, 1234]),
        (["1.234"], [1.234]),
        (["1.5", "2,5"], [1.5, 2.5]),
    ],
)
def test_each_way_of_writing_is_understood(texts: list[str], found: list[float]) -> None:
    column = cells(texts)
    assert numbers(column).tolist() == found
    assert refused_rows(column) == []


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        (["1,234"], [2]),
        (["1,234", "2"], [2]),
        (["0,5", "1.234"], [3]),
        (["1,234.5", "0,5", "1,234"], [4]),
        (["1,23,4"], [2]),
        (["12 34"], [2]),
        (["1-2"], [2]),
        (["£5"], [2]),
        (["1e"], [2]),
        (["NaN", "nan", "-inf"], [2, 3, 4]),
        (["n/a", "null", "-", "*", "<5"], [2, 3, 4, 5, 6]),
        (["5%", "5"], [2]),
        (["#N/A"], [2]),
    ],
)
def test_what_leaves_a_doubt_is_refused(texts: list[str], rows: list[int]) -> None:
    column = cells(texts)
    numbers(column)
    assert refused_rows(column) == rows


@pytest.mark.parametrize("texts", [["", "1"], ["  ", "1"], [None, "1"], ["NA", "1"], ["", "1,5"], ["NA", "1,5"]])
def test_an_empty_cell_is_missing(texts: list[str | None]) -> None:
    column = cells(texts)
    assert math.isnan(numbers(column)[0])
    assert refused_rows(column) == []


def test_percent_signs_are_divided_when_asked() -> None:
    column = cells(["45%", "12.5 %", "", "7,5%"])
    assert numbers(column, "divide")[[0, 1, 3]].tolist() == [0.45, 0.125, 0.075]
    assert refused_rows(column) == []


def test_percent_signs_in_some_cells_only_are_refused_in_the_others() -> None:
    column = cells(["45%", "0.4"])
    numbers(column, "divide")
    assert refused_rows(column) == [3]


def test_a_column_without_percent_signs_is_not_divided() -> None:
    assert numbers(cells(["45", "x"]), "divide")[0] == 45


@pytest.mark.parametrize("kind", [pa.int8(), pa.uint64(), pa.float32(), pa.float64(), pa.decimal128(5, 2)])
def test_typed_numbers_are_taken(kind: pa.DataType) -> None:
    column = cells([1, None, 3], kind)
    assert numbers(column)[[0, 2]].tolist() == [1, 3]
    assert refused_rows(column) == []


def test_an_infinite_typed_number_is_refused_and_nan_is_missing() -> None:
    column = cells([float("inf"), float("nan")], pa.float64())
    assert np.isnan(numbers(column)[1])
    assert refused_rows(column) == [2]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_what_python_writes_comes_back(written: list[float]) -> None:
    assert numbers(cells([repr(number) for number in written])).tolist() == written


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=16), min_size=1))
def test_decimal_commas_come_back_or_are_refused(written: list[float]) -> None:
    column = cells([f"{number:.6f}".replace(".", ",") for number in written])
    found = numbers(column)
    assert np.allclose(found, written, atol=1e-6)


@given(st.lists(st.text(alphabet="0123456789.,+-eE '%", max_size=12), min_size=1))
def test_a_cell_is_a_number_or_missing_or_refused(texts: list[str]) -> None:
    column = cells(texts)
    found = numbers(column)
    refused = set(refused_rows(column))
    for row, (text, number) in enumerate(zip(texts, found, strict=True), start=2):
        assert (row in refused) == (bool(text.strip()) and (math.isnan(number) or math.isinf(number)))
