"""Every method has a page with its five headings, a plain twin that a test uses, and a reference or a word why not."""

import ast
import importlib
import re
from functools import cache, reduce
from pathlib import Path

import pytest

from tests.oracle.registry import ELSEWHERE, METHODS, PARTS, Method
from tests.shared_data import ROOT, SHARED, needs_shared

ANALYTICS = ROOT / "src" / "wellrun" / "analytics"
PAGES = ROOT / "docs" / "explanation" / "methods"
ORACLE = ROOT / "tests" / "oracle"
HEADINGS = {
    "question": r"\*\*Question",
    "formula": r"\*\*(Formula|Rules?|Definition)\b",
    "assumptions": r"\*\*Assumes",
    "source": r"\*\*Source",
    "known failure": r"\*\*Known failure",
}
each_method = pytest.mark.parametrize("file", METHODS)


def imported(path: Path) -> list[tuple[str, str]]:
    """(module, name) of every `from module import name` of a file."""
    nodes = ast.walk(ast.parse(path.read_text()))
    return [(str(node.module), each.name) for node in nodes if isinstance(node, ast.ImportFrom) for each in node.names]


@cache
def used() -> frozenset[str]:
    """The plain twins that tests of the oracle import, and what those are made of."""
    todo, seen = [module for path in ORACLE.glob("test_*.py") for module, _ in imported(path)], set[str]()
    while todo:
        module = todo.pop()
        if module.startswith("tests.oracle.plain_") and module not in seen:
            seen.add(module)
            todo += [each for each, _ in imported(ROOT / f"{module.replace('.', '/')}.py")]
    return frozenset(seen)


def test_every_file_is_a_method_or_a_part() -> None:
    files = {str(path.relative_to(ANALYTICS)) for path in ANALYTICS.rglob("*.py")}
    files = {name for name in files if not name.endswith("__init__.py")}
    assert files == {*METHODS, *PARTS}
    assert not METHODS.keys() & PARTS.keys()


def test_every_page_is_that_of_a_method() -> None:
    named = {page for each in METHODS.values() for page in each.pages} | set(ELSEWHERE)
    assert {path.stem for path in PAGES.glob("*.md")} - {"index"} == named
    assert [room for room in ELSEWHERE.values() if not (ROOT / "src" / "wellrun" / room).exists()] == []


@pytest.mark.parametrize("page", sorted({path.stem for path in PAGES.glob("*.md")} - {"index"}))
def test_a_page_has_its_five_headings(page: str) -> None:
    text = (PAGES / f"{page}.md").read_text()
    assert [name for name, heading in HEADINGS.items() if not re.search(f"^{heading}", text, re.MULTILINE)] == []


@each_method
def test_a_method_has_a_plain_twin_that_a_test_uses(file: str) -> None:
    module, name = METHODS[file].twin.split(":")
    assert reduce(getattr, name.split("."), importlib.import_module(f"tests.oracle.{module}"))
    assert f"tests.oracle.{module}" in used()


@pytest.mark.parametrize("path", sorted(ORACLE.glob("plain_*.py")), ids=lambda path: str(path.stem))
def test_a_twin_shares_nothing_with_the_product_but_words_and_numbers(path: Path) -> None:
    shared = [(module, name) for module, name in imported(path) if module.startswith("wellrun.")]
    assert [each for each in shared if not (each[0].endswith(".codes") or each[1].isupper())] == []


@each_method
def test_a_method_names_what_it_is_held_to(file: str) -> None:
    held = METHODS[file].held
    assert held
    tests = "\n".join(path.read_text() for path in (ROOT / "tests" / "reference").glob("*.py"))
    assert [name for name in golden_of(METHODS[file]) if f'"{name}"' not in tests] == []


@needs_shared
@pytest.mark.shared
def test_every_golden_output_holds_a_method() -> None:
    files = {path.name for path in (SHARED / "golden").glob("*.csv")}
    named = {name for each in METHODS.values() for name in golden_of(each)}
    assert {name for name in files if not name.startswith("input_")} == named


def golden_of(method: Method) -> tuple[str, ...]:
    return () if isinstance(method.held, str) else method.held
