"""Names as codes."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables.reading import cells, refused_rows
from wellrun.tables.labels import Labels, join_labels, read_labels

NAMES = st.lists(st.text(alphabet="ab/ ", max_size=3), min_size=1)


def labelled(names: list[str]) -> Labels:
    return Labels.of(np.arange(len(names)), names)


def test_names_are_trimmed_sorted_and_held_once() -> None:
    labels = read_labels(cells(["b ", " a", "b"]), "unit")
    assert labels.names == ("a", "b")
    assert labels.text().tolist() == ["b", "a", "b"]


def test_an_empty_name_is_refused_or_has_a_default() -> None:
    column = cells(["a", " ", None])
    read_labels(column, "unit")
    assert refused_rows(column) == [3, 4]
    assert read_labels(cells(["a", " ", None]), "stratum", default="total").text().tolist() == ["a", "total", "total"]


def test_numbers_of_a_spreadsheet_are_names_without_decimals() -> None:
    assert read_labels(cells([101.0, 7.0], pa.float64()), "unit").text().tolist() == ["101", "7"]


def test_na_is_a_name() -> None:
    assert read_labels(cells(["NA"]), "unit").names == ("NA",)


@given(NAMES)
def test_labels_say_what_they_were_made_of(names: list[str]) -> None:
    labels = labelled(names)
    assert labels.text().tolist() == names
    assert list(labels.names) == sorted(set(names))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("12")), min_size=1))
def test_joined_labels_read_as_their_parts(rows: list[tuple[str, str, str]]) -> None:
    parts = [labelled([row[place] for row in rows]) for place in range(3)]
    joined = join_labels(parts, len(rows))
    assert joined.text().tolist() == ["/".join(row) for row in rows]
    assert list(joined.names) == sorted(joined.names)


def test_two_combinations_that_read_the_same_are_not_merged() -> None:
    with pytest.raises(ValueError):
        join_labels([labelled(["a/b", "a"]), labelled(["c", "b/c"])], 2)
