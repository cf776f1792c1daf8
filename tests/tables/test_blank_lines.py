"""Blank lines are taken out before a table is parsed, and go on counting as rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellrun.tables.errors import FileError, TableErrors
from wellrun.tables.formats import blank_lines
from wellrun.tables.formats.blank_lines import FEW, without_blank_lines
from wellrun.tables.read import read_table
from wellrun.tables.table import Table

MANY = FEW * 3


def read(text: str) -> Table:
    return read_table(text.encode(), name="FILE")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_a_row_below_many_blank_lines_keeps_its_number(end: str) -> None:
    table = read(f"a,b{end}1,2{end}{end * MANY}3,4{end}{end * MANY}")
    assert table.rows.tolist() == [2, MANY + 3]
    assert table.column("b").to_pylist() == ["2", "4"]


def test_a_cell_in_quotation_marks_keeps_its_blank_lines() -> None:
    table = read('a,b\n"x\n\n\ny",2\n' + "\n" * MANY + "3,4\n")
    assert table.column("a").to_pylist() == ["x\n\n\ny", "3"]
    assert table.rows.tolist() == [2, MANY + 3]


def test_a_row_of_another_width_is_named_by_the_row_a_person_sees() -> None:
    with pytest.raises(TableErrors) as refusal:
        read("a,b\n" + "\n" * MANY + "1,2\n3\n")
    assert [error.row for error in refusal.value.errors] == [MANY + 3]


def test_quotation_marks_that_hide_the_blank_lines_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wellrun.tables.formats.csv_read.MANY", 100)
    with pytest.raises(FileError) as refusal:
        read('a,b\n5" pipe,2\n' + "\n" * MANY + "3,4\n")
    assert refusal.value.code == "blank_lines_unclear"


@given(st.lists(st.sampled_from(["1,2", "", "", '"x\n\ny",3']), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_what_is_left_is_every_line_that_is_not_blank(lines: list[str], end: str) -> None:
    lines = ["a,b", *lines]
    text = end.join(lines) + end
    few, blank_lines.FEW = blank_lines.FEW, 0
    try:
        body, places = without_blank_lines(text.encode())
    finally:
        blank_lines.FEW = few
    assert body.decode() == end.join(line for line in lines if line) + end
    if places is not None:
        assert places[:-1].tolist() == [at for at, line in enumerate(lines) if line]
