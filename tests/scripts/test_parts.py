import pytest

from scripts.parts import LeftOut, Result, closing_lines, run_part

PASSED = Result("one", 1.0)
MISSING = Result("two", 0.0, missing="Chromium is not installed")
FAILED = Result("three", 2.0, failure="pytest ended with 1")


def test_all_parts_passed_is_success() -> None:
    assert closing_lines([PASSED], ci=True) == (["  passed    one (1 s)"], 0)


def test_a_missing_part_is_said_in_one_line_and_is_no_failure() -> None:
    lines, code = closing_lines([PASSED, MISSING], ci=False)
    assert code == 0
    assert lines[1] == "  left out  two: Chromium is not installed"
    assert len(lines) == 2


def test_a_missing_part_is_a_failure_where_ci_is_true() -> None:
    lines, code = closing_lines([PASSED, MISSING], ci=True)
    assert code == 1
    assert lines[-1] == "CI=true expects every part, and this is missing: two"


@pytest.mark.parametrize("ci", [True, False])
def test_a_failed_part_is_a_failure_with_its_reason(ci: bool) -> None:
    lines, code = closing_lines([PASSED, FAILED], ci=ci)
    assert code == 1
    assert lines[1] == "  FAILED    three (2 s): pytest ended with 1"


def test_a_part_that_cannot_be_had_is_left_out() -> None:
    def absent() -> str:
        raise LeftOut("no server")

    assert run_part("a part", absent).missing == "no server"
    assert run_part("a part", lambda: "broke").failure == "broke"
