"""Export and apply undo one another: two hundred drawn plans, each carried to an empty second site."""

import pytest
from django.db import transaction

from tests.factories import a_unit, a_user, at
from tests.plans.generated import ACCOUNTS, LIBRARY, UNITS, generated_plan
from wellrun.audit.actions import SYSTEM
from wellrun.check.engine import Verdict
from wellrun.jobs.plan_code import Applied, apply_plan, export_plan
from wellrun.measures.actions import adopt_measure
from wellrun.plans.diff import changes
from wellrun.plans.document import PlanDocument
from wellrun.plans.read import plan_of
from wellrun.plans.write import write_plan
from wellrun.strategy.models import PlanChange

pytestmark = pytest.mark.django_db
PLANS = 200


class _Back(Exception):
    """Takes a site back to where it began."""


def an_empty_site() -> None:
    top = a_unit("system", enterprise=True)
    for key in UNITS[1:]:
        a_unit(key, parent=top)
    for name in ACCOUNTS:
        a_user(name)
    for key in LIBRARY:
        adopt_measure(name=key, by=SYSTEM)


def applied(document: PlanDocument) -> Applied:
    return apply_plan(document=document, by=SYSTEM, judge=lambda drawn: Verdict((), (), 0))


def text_of(result: Applied) -> str:
    assert result.plan is not None
    return write_plan(export_plan(result.plan))


def through_a_site(document: PlanDocument, *, twice: bool = False) -> str:
    """What a site that began empty exports once the plan was applied; `twice`: again, which changes nothing."""
    text = ""
    try:
        with transaction.atomic():
            text = text_of(applied(document))
            if twice:
                noted = PlanChange.objects.count()
                assert applied(document).changes == ()
                assert PlanChange.objects.count() == noted
            raise _Back
    except _Back:
        return text


def test_export_apply_export_gives_the_same_bytes() -> None:
    an_empty_site()
    with at():
        for seed in range(PLANS):
            drawn = generated_plan(seed)
            first = through_a_site(drawn)
            exported = plan_of(first, "plan.yaml")
            assert changes(drawn, exported) == [], seed
            assert through_a_site(exported, twice=True) == first, seed
