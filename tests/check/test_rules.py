"""Every rule by its table: hits, near misses, ties, and what is not known."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from tests.check import tables
from tests.check.rows import Row, answer_of, said
from wellrun.check.catalogue import catalogue
from wellrun.check.rule import Hit, NotChecked, registered

MODULES = [importlib.import_module(f"{tables.__name__}.{one.name}") for one in pkgutil.iter_modules(tables.__path__)]
ROWS: list[Row] = [row for module in MODULES for row in module.ROWS]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_rule_answers_as_its_table_says(row: Row) -> None:
    answer = answer_of(row)
    assert said(answer) == row.says
    if isinstance(answer, Hit):
        sentence = registered()[row.rule].message % answer.values
        assert sentence.endswith(".")
        assert "None" not in sentence
    if isinstance(answer, NotChecked):
        assert answer.why.endswith(".")


@pytest.mark.parametrize("rule", catalogue())
def test_every_rule_stands_and_has_a_hit_and_a_near_miss(rule: str) -> None:
    assert rule in registered()
    says = {row.says for row in ROWS if row.rule == rule}
    assert says & {"hit", "error", "warn"}
    assert "clear" in says


def test_every_rule_that_stands_has_words() -> None:
    assert set(registered()) == set(catalogue())
