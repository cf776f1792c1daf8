"""Every command that is listed exists and helps."""

import pytest

from tests.cli.conftest import Wellrun
from wellrun.cli.lazy import load
from wellrun.cli.registry import COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_its_module_makes_a_command_of_that_name(name: str) -> None:
    assert load(name, COMMANDS[name]).name == name


@pytest.mark.parametrize("name", COMMANDS)
def test_it_helps(wellrun: Wellrun, name: str) -> None:
    ran = wellrun(name, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"Usage: wellrun {name} ".encode())


@pytest.mark.parametrize("name", COMMANDS)
def test_its_summary_is_one_short_sentence(name: str) -> None:
    assert COMMANDS[name].summary.endswith((".", "?"))
    assert len(COMMANDS[name].summary) <= 60
