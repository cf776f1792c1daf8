"""NHS numbers are told by their check digit, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.check.tables.privacy import IDENTIFIERS
from wellrun.check.identifiers import identifiers_in, is_nhs_number

NINE = st.integers(100_000_000, 999_999_999).map(str)
KINDS = {
    "an NHS number": ("an NHS number",),
    "a record number": ("a record number", "a hospital number", "a patient id"),
    "a date of birth": ("a date of birth",),
    "a phone number": ("a phone",),
    "names of patients": ("a named patient", "a patient's name", "a list of patients", "a name with", "a surname"),
}


def check_digit(nine: str) -> int:
    """By the definition: 11 less the remainder of the weighted sum; 11 is 0, and 10 is no number."""
    return 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11


@given(NINE, st.sampled_from(["{}{}{}", "{} {} {}", "{}-{}-{}"]))
def test_every_nhs_number_is_found_and_no_other_ten_digits_are(nine: str, shape: str) -> None:
    digit = check_digit(nine)
    assume(digit != 10)
    for last in range(10):
        ten = f"{nine}{last}"
        if len(set(ten)) == 1:
            continue
        text = f"Seen again, {shape.format(ten[:3], ten[3:6], ten[6:])}, on the ward."
        assert is_nhs_number(ten) is (last == digit % 11)
        assert ("an NHS number" in identifiers_in(text)) is (last == digit % 11)


def test_a_remainder_of_ten_makes_no_number_at_all() -> None:
    nines = [nine for nine in map(str, range(400_000_000, 400_000_200)) if check_digit(nine) == 10]
    assert nines
    assert not any(is_nhs_number(f"{nine}{last}") for nine in nines for last in range(10))


@pytest.mark.parametrize("what", IDENTIFIERS)
def test_each_is_found_as_what_it_is(what: str) -> None:
    kind = next(kind for kind, names in KINDS.items() if what.startswith(names))
    assert kind in identifiers_in(IDENTIFIERS[what])


@pytest.mark.parametrize("digits", ["", "123", "12345678901", "943476591x"])
def test_what_is_not_ten_digits_is_no_number(digits: str) -> None:
    assert not is_nhs_number(digits)
