"""A site without a plan, and what is applied to it in tests."""

from __future__ import annotations

from typing import Any

from tests.factories import a_unit, a_user
from tests.plans.generated import ACCOUNTS, LIBRARY, UNITS
from wellrun.audit.actions import SYSTEM
from wellrun.check.engine import Verdict
from wellrun.jobs.plan_code import Applied, apply_plan, export_plan
from wellrun.measures.actions import adopt_measure
from wellrun.plans.document import PlanDocument
from wellrun.plans.write import write_plan


def an_empty_site() -> None:
    """Units, accounts and measures of the library; no post, no plan."""
    top = a_unit("system", enterprise=True)
    for key in UNITS[1:]:
        a_unit(key, parent=top)
    for name in ACCOUNTS:
        a_user(name)
    for key in LIBRARY:
        adopt_measure(name=key, by=SYSTEM)


def nothing_found(document: PlanDocument) -> Verdict:
    """A model check that is content with everything: drawn plans make no sense as plans."""
    return Verdict((), (), 0)


def applied(document: PlanDocument, **options: Any) -> Applied:
    """Applied by the system itself, without the model check."""
    return apply_plan(document=document, **{"by": SYSTEM, "judge": nothing_found, **options})


def text_of(result: Applied) -> str:
    """What the site exports after an application."""
    assert result.plan is not None
    return write_plan(export_plan(result.plan))
