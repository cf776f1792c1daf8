"""Which names are known, what was probably meant, and what in a name nobody can see."""

import pytest

from tests.tables.reading import long
from wellrun.analytics.calendar import Grain
from wellrun.tables.errors import TableErrors
from wellrun.tables.names import KnownNames, cleaned, unseen_in

UNITS = KnownNames({"RWJ": "Stockport NHS Foundation Trust", "northgate-medicine-4": "Medicine 4", "RM3": ""})
HEADER = "measure,unit,stratum,period,value\n"


def refused(rows: str, **reading: object) -> list[str]:
    with pytest.raises(TableErrors) as refusal:
        long(HEADER + rows, **reading)
    return list(refusal.value.lines)


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("rwj", "RWJ"),
        ("stockport nhs foundation trust", "RWJ"),
        ("Stockport NHS Foundation", "RWJ"),
        ("northgate medicine 4", "northgate-medicine-4"),
        ("nothgate-medicine-4", "northgate-medicine-4"),
        ("RXX", None),
        ("elsewhere", None),
    ],
)
def test_the_nearest_name_is_offered_by_key_and_by_title(asked: str, offered: str | None) -> None:
    assert UNITS.nearest(asked) == offered


def test_unknown_names_stand_beside_what_else_is_wrong_in_the_order_of_the_file() -> None:
    rows = "beds,RWJ,,2025-01-01,x\nbads,rwj,,2025-01-01,1\nbeds,nowhere,,2025-13-01,1\n"
    known = {"measure": KnownNames({"beds": "Beds"}), "unit": UNITS}
    assert refused(rows, known=known, grain={"beds": Grain.MONTH}) == [
        'FILE, row 2, column value: "x" is not a number; leave the cell empty where there is none',
        "FILE, row 3, column measure: there is no measure “bads”; did you mean “beds”?",
        "FILE, row 3, column unit: there is no unit “rwj”; did you mean “RWJ”?",
        'FILE, row 4, column period: "2025-13-01" is not a date in the calendar',
        "FILE, row 4, column unit: there is no unit “nowhere”",
    ]


@pytest.mark.parametrize("letter", ["\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\x07", "\u3164", "\ufe0f"])
@pytest.mark.parametrize("column", ["measure", "unit", "stratum"])
def test_a_letter_that_cannot_be_seen_is_refused_by_its_number(letter: str, column: str) -> None:
    cells = {"measure": "beds", "unit": "RWJ", "stratum": "women"} | {column: f"be{letter}ds"}
    (line,) = refused(",".join(cells.values()) + ",2025-01-01,1\n")
    said = f"“beds” holds a character that cannot be seen (U+{ord(letter):04X}): type the name anew"
    assert line == f"FILE, row 2, column {column}: {said}"


def test_blanks_of_every_kind_are_one_kind_and_letters_are_composed() -> None:
    table = long(f"{HEADER}beds,RWJ,\u00a0Cafe\u0301\u2003women\u00a0,2025-01-01,1\n")
    assert table.stratum.names == ("Café women",)
    assert cleaned("\u3000a\u00a0b ") == "a b"
    assert unseen_in("Ärzte, 4. Stock – Süd") == ""
