"""A broken file earns one clear sentence, or one a row."""

from typing import Any

import pytest

from tests.tables.broken_files import BROKEN, Broken
from wellrun.analytics.calendar import Grain
from wellrun.lib.errors import UserError
from wellrun.tables.errors import TableErrors
from wellrun.tables.long import Reading, read_long
from wellrun.tables.read import read_table


def refusal(broken: Broken) -> UserError:
    wishes: dict[str, Any] = {"grain": "auto", **broken.reading}
    if wishes["grain"] != "auto":
        wishes["grain"] = Grain(wishes["grain"])
    with pytest.raises(UserError) as refused:
        read_long(read_table(broken.data, name="FILE"), Reading(**wishes))
    return refused.value


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_it_is_refused_with_its_sentence(broken: Broken) -> None:
    error = refusal(broken)
    lines = error.lines if isinstance(error, TableErrors) else (error.sentence,)
    assert lines == broken.lines


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_its_code_is_for_programs(broken: Broken) -> None:
    assert refusal(broken).code.replace("_", "").islower()


def test_there_are_enough_of_them() -> None:
    assert len({broken.name for broken in BROKEN}) == len(BROKEN) >= 30


def test_all_refusals_are_counted_and_the_first_fifty_shown() -> None:
    rows = [f"a,{2000 + year}-{month:02},?" for year in range(20) for month in range(1, 13)]
    error = refusal(Broken("", ("series,period,value\n" + "\n".join(rows)).encode(), ()))
    assert isinstance(error, TableErrors)
    assert (error.total, len(error.lines)) == (240, 50)
    assert [entry.row for entry in error.errors] == list(range(2, 52))
    assert error.sentence == f"{error.lines[0]} (and 239 more)"


def test_refusals_of_several_columns_come_in_the_order_of_the_file() -> None:
    data = b"series,period,value\na,x,1\nb,2025-01,y\nc,z,1\n"
    error = refusal(Broken("", data, ()))
    assert isinstance(error, TableErrors)
    assert [(entry.row, entry.column) for entry in error.errors] == [(2, "period"), (3, "value"), (4, "period")]
