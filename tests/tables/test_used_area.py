"""How far a worksheet reaches, whatever way its references are written."""

import pytest

from wellrun.tables.formats.used_area import UsedArea


@pytest.mark.parametrize(
    ("xml", "reach"),
    [
        (b'<row r="1"><c r="A1"/><c r="C1" s="2"/></row><row r="7"><c r="B7"/></row>', (7, 3)),
        (b'<c r="XFD1048576"/>', (1_048_576, 16_384)),
        (b"<c r='ab12'/>", (12, 28)),
        (b'<c r = "AB12"/>', (12, 28)),
        (b'<c\tr\n=\n"AB12"/>', (12, 28)),
        (b'<x:c r="AB12" s="1"/>', (12, 28)),
        (b'<c r="A01048576"/>', (1_048_576, 1)),
        (b'<c r="A0000001048576"/>', (1_000_000_000, 1)),
        (b'<worksheet xmlns:r="http://example.org/AB12"/>', (0, 0)),
        (b'<f>r="Z9"</f>', (0, 0)),
        (b'<c r="', (0, 0)),
        (b"", (0, 0)),
    ],
)
def test_the_far_corner_is_found(xml: bytes, reach: tuple[int, int]) -> None:
    area = UsedArea()
    area.more(xml)
    assert (area.rows, area.columns) == reach


def test_a_reference_cut_in_two_is_read_whole() -> None:
    area = UsedArea()
    area.more(b'<c r="A1"/><c r="AB12')
    area.more(b'0"/>')
    assert (area.rows, area.columns) == (120, 28)


@pytest.mark.parametrize(
    ("xml", "reach"),
    [
        (b"<row><c/><c></c></row><row><c/></row>", (2, 2)),
        (b"<x:row><x:c/><x:c></x:c></x:row><x:row/>", (2, 2)),
        (b'<row r="3"><c/><c/></row><row r="4"><c/></row>', (4, 2)),
        (b'<row r="3"><c r="B3"/><c/></row><row><c/></row>', (4, 3)),
        (b"<row><c\n/><c ></c ></row>", (1, 2)),
        (b"<row><c/></row></row></row>", (3, 1)),
        (b"<row><c/><row><c/></row>", (1, 2)),
        (b"<row><c t=\" r='A1'\"/></row>", (2, 1 + 1)),
        (b'<row><c>r="A1"</c></row>', (1, 1)),
        (b"<cols><col/></cols><rows/><cc/>", (0, 0)),
    ],
)
@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_rows_and_cells_without_a_reference_stand_one_after_another(
    xml: bytes, reach: tuple[int, int], piece: int
) -> None:
    area = UsedArea()
    whole = xml + b"</sheetData>"
    for start in range(0, len(whole), piece):
        area.more(whole[start : start + piece])
    assert (area.rows, area.columns) == reach


def test_a_cell_that_says_its_place_late_is_counted_twice_and_never_missed() -> None:
    area = UsedArea()
    area.more(b'<row r="1"><c s="1" r="B1"/></row></sheetData>')
    assert (area.rows, area.columns) == (1, 3)


def test_a_sheet_of_blanks_is_looked_through_once() -> None:
    area = UsedArea()
    area.more(b" " * 1_000_000 + b'<c r = "B2"/>')
    assert (area.rows, area.columns) == (2, 2)
