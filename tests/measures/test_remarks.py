"""Rows that are taken in and worth a look: which they are, and that they are written down beside the receipt."""

from __future__ import annotations

import pytest

from tests.factories import NOW, a_measure, a_unit, at
from tests.measures.small import counted, month, rows, take_in
from wellrun.audit.actions import SYSTEM
from wellrun.lib.errors import UserError
from wellrun.measures.actions import define_measure
from wellrun.measures.arrival import kept
from wellrun.measures.models import MeasureVersion, QualityIssue, Receipt, Remark
from wellrun.organisation.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hospital() -> Unit:
    return a_unit("north", parent=a_unit("system"))


@pytest.mark.parametrize(
    ("scoring", "unit", "may_pass_one", "is_odd"),
    [
        ("ratio", "", False, True),
        ("ratio", "%", False, True),
        ("rate", "per 1,000 days", False, True),
        ("proportion", "%", False, True),
        ("ratio", "", True, False),
        ("ratio", "USD", True, False),
        ("continuous", "minutes", False, False),
    ],
)
def test_a_numerator_above_is_odd_unless_the_definition_allows_it(
    scoring: str, unit: str, may_pass_one: bool, is_odd: bool
) -> None:
    a_measure("seen", scoring=scoring, bounded=False, display_unit=unit, roll_up="ratio_of_sums")
    MeasureVersion.objects.update(may_pass_one=may_pass_one)
    result = take_in(counted("seen", "north", (11, 10)))
    assert [line.sentence for line in result.warnings] == (["11 is above the denominator 10"] if is_odd else [])
    assert QualityIssue.objects.filter(kind="above_denominator").exists() == is_odd


def test_what_is_bounded_cannot_be_allowed_to_pass_one() -> None:
    words = {"grain": "month", "scoring": "proportion", "direction": "up", "roll_up": "none"}
    named = {"key": "seen", "domain": "access", "name": "Seen", "definition": "."}
    with pytest.raises(UserError) as refusal:
        define_measure(**named, **words, bounded=True, may_pass_one=True, by=SYSTEM)
    assert refusal.value.code == "bounded_passes_one"


def test_each_row_worth_a_look_is_kept_with_where_it_stands() -> None:
    a_measure("share", scoring="ratio", bounded=False)
    receipt = take_in(counted("share", "north", (1, 2), (3, 2)) + counted("share", "system", (5, 4))).receipt
    told = [(each.row, each.column, each.unit, each.period, each.sentence) for each in receipt.remarks.all()]
    assert told == [
        (3, "numerator", "north", month(1), "3 is above the denominator 2"),
        (4, "numerator", "system", month(0), "5 is above the denominator 4"),
    ]
    assert receipt.warnings == 2


def test_the_first_are_kept_in_the_order_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    a_measure("share", scoring="ratio", bounded=False)
    Unit.objects.filter(key="north").update(closed=month(1))
    take_in(counted("share", "north", (1, 2), (3, 2), (5, 4)))
    assert list(Remark.objects.values_list("row", "column")) == [(3, "numerator"), (3, "period")]


def test_receipts_of_one_standing_moment_have_an_order() -> None:
    a_measure("share")
    with at(NOW):
        for value in (0.1, 0.2, 0.3, 0.4):
            take_in(rows("share", "north", value))
    newest = list(Receipt.objects.all())
    assert [receipt.number for receipt in newest] == [4, 3, 2, 1]
    assert len({receipt.received_at for receipt in newest}) == 1
