"""In CI the drawn examples are the same each time, whatever ran before in the same process."""

import os
import subprocess
import sys

import pytest

from tests.shared_data import ROOT

DRAWN = """
from hypothesis import given, settings, strategies as st
import tests.conftest
{before}
@given(st.lists(st.floats()), st.integers(), st.text())
def show(numbers, number, word):
    print(ascii((numbers, number, word)))
show()
"""


def drawn(before: str, **environment: str) -> str:
    """What is drawn in a process that did `before`."""
    kept = {name: value for name, value in os.environ.items() if name != "CI"}
    command = [sys.executable, "-c", DRAWN.format(before=before)]
    environment |= {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    return subprocess.run(command, env=kept | environment, check=True, capture_output=True, text=True, cwd=ROOT).stdout


@pytest.mark.parametrize("before", ["import wellrun.tables.dates", "import wellrun.analytics.heaping"])
def test_in_ci_the_same_is_drawn_whatever_was_loaded_before(before: str) -> None:
    first = drawn("", CI="true")
    assert first
    assert drawn(before, CI="true") == first


def test_elsewhere_something_new_is_drawn() -> None:
    assert drawn("") != drawn("")
