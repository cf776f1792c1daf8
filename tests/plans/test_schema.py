"""The JSON Schema of a plan file agrees with the reader: what is read validates, what it refuses does not."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.plans.generated import generated_plan
from wellrun.lib.plain import plain_of
from wellrun.library.folder import DEFINITIONS
from wellrun.plans.read import read_plan
from wellrun.plans.schema import plan_schema
from wellrun.plans.write import write_plan

VALIDATOR = Draft202012Validator(plan_schema())


def as_editors_see_it(text: str) -> Any:
    """YAML as JSON: dates are text to a schema."""

    def plain(value: object) -> str:
        assert isinstance(value, date | datetime)
        return value.isoformat()

    return json.loads(json.dumps(plain_of(text), default=plain))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(plan_schema())


@pytest.mark.parametrize("name", ["england", "demo"])
def test_the_examples_validate(name: str) -> None:
    assert list(VALIDATOR.iter_errors(as_editors_see_it(write_plan(read_plan(DEFINITIONS / name))))) == []


@pytest.mark.parametrize("seed", range(10))
def test_drawn_plans_validate(seed: int) -> None:
    assert list(VALIDATOR.iter_errors(as_editors_see_it(write_plan(generated_plan(seed))))) == []


@pytest.mark.parametrize(
    ("where", "wrong"), [("stage", "begun"), ("starts", 2026), ("objectives", {}), ("colour", "green")]
)
def test_what_the_reader_refuses_does_not_validate(where: str, wrong: object) -> None:
    plain = as_editors_see_it(write_plan(generated_plan(1)))
    plain["plan"][where] = wrong
    assert not VALIDATOR.is_valid(plain)
