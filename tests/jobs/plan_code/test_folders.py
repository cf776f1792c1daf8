"""The plans that come with Wellrun go through a site and come back as they were."""

import pytest

from tests.factories import a_unit, a_user, at
from tests.jobs.plan_code.worlds import applied, text_of
from wellrun.library.folder import DEFINITIONS
from wellrun.plans.document import PlanDocument
from wellrun.plans.meaning import REFERS, spots
from wellrun.plans.read import plan_of, read_plan

pytestmark = pytest.mark.django_db


def named(document: PlanDocument, kind: str) -> list[str]:
    found = {spot.value for spot in spots(document) if REFERS.get((spot.kind, spot.field)) == kind}
    return sorted(found - {None})


@pytest.mark.parametrize(("name", "enterprise"), [("england", "QOP"), ("demo", "lakeside")])
def test_a_site_folder_is_applied_as_a_plan_and_exported_without_a_difference(name: str, enterprise: str) -> None:
    document = read_plan(DEFINITIONS / name)
    top = a_unit(enterprise, enterprise=True)
    for key in named(document, "unit"):
        if key != enterprise:
            a_unit(key, parent=top)
    for username in named(document, "account"):
        a_user(username)
    with at():
        text = text_of(applied(document))
        again = applied(plan_of(text, "plan.yaml"))
        assert again.changes == ()
        assert text_of(again) == text
        assert applied(document).changes == ()
