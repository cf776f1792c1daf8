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
        (b'<x:c s="1" r="AB12"/>', (12, 28)),
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


def test_a_piece_that_cuts_a_reference_and_brings_it_again_changes_nothing() -> None:
    area = UsedArea()
    area.more(b'<c r="A1"/><c r="AB12')
    area.more(b'"A1"/><c r="AB120"/>')
    assert (area.rows, area.columns) == (120, 28)
