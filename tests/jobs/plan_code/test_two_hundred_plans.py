"""Export and apply undo one another: two hundred drawn plans, each carried to an empty second site."""

import pytest
from django.db import transaction

from tests.factories import at
from tests.jobs.plan_code.worlds import an_empty_site, applied, text_of
from tests.plans.generated import generated_plan
from wellrun.plans.diff import changes
from wellrun.plans.document import PlanDocument
from wellrun.plans.read import plan_of
from wellrun.strategy.models import PlanChange

pytestmark = pytest.mark.django_db
PLANS = 200


class _Back(Exception):
    """Takes a site back to where it began."""


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
            assert through_a_site(exported, twice=seed % 10 == 0) == first, seed
