"""Has somebody changed the plan since the file was written?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellrun.jobs.plan_code.export import Standing
from wellrun.lib.errors import Conflict
from wellrun.plans.document import PlanDocument
from wellrun.plans.write import digest
from wellrun.strategy.models import Plan

APPLIED = "a plan file was applied"
BEFORE = "as it stood before a plan file was applied"


def refuse_what_changed_meanwhile(document: PlanDocument, now: Standing) -> None:
    """Pass where the site says what the file was exported from, or what a file last made it say.

    A file that does not say what it was exported from is taken at its word. Raises `plan_changed_meanwhile`.
    """
    if now.plan is None or not document.base:
        return
    present = digest(now.document)
    if present in (document.base, _as_last_applied(now.plan)):
        return
    sentence = _(
        "“%(plan)s” was changed here since this file was exported: compare with `wellrun plan diff`, take over what "
        "changed, or apply with --over to undo it."
    )
    raise Conflict("plan_changed_meanwhile", sentence % {"plan": now.plan.name}, base=document.base, present=present)


def base_of(text: str) -> str:
    """What a text of a plan says that it was exported from; empty where it does not say."""
    line = next((line for line in text.splitlines()[:3] if line.startswith("base: ")), "")
    return line.removeprefix("base: ").strip("'")


def _as_last_applied(plan: Plan) -> str:
    """The digest of what a file last made the plan say."""
    last = plan.versions.filter(reason=APPLIED).order_by("-number").first()
    return base_of(last.document) if last else ""
