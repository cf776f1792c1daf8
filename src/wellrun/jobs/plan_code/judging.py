"""What the model check says of a document before it becomes records: the same as `wellrun check` of its file."""

from __future__ import annotations

from wellrun.check.engine import Setting, Verdict, check
from wellrun.check.from_file import facts_of
from wellrun.check.models import RuleSetting
from wellrun.lib import clock
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone
from wellrun.plans.document import PlanDocument


def verdict_of(document: PlanDocument) -> Verdict:
    """The verdict of today on the document, with the site's thresholds and its tree of units; three queries."""
    parents = dict(Unit.objects.values_list("key", "parent__key"))
    settings = {row.rule: Setting(row.severity, row.thresholds) for row in RuleSetting.objects.all()}
    return check(facts_of(document, clock.today(site_zone()), parents), settings)
