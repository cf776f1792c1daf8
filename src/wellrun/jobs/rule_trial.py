"""What counting differently would do: one rule asked of a plan by its present setting and by another, nothing kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wellrun.check.actions import require_setting, set_rule
from wellrun.check.engine import Found, Setting, check
from wellrun.jobs.model_check import SiteCheck, check_plan
from wellrun.strategy.models import Plan
from wellrun.strategy.permission import Doer
from wellrun.strategy.queries import active_plan


@dataclass(frozen=True)
class Trial:
    """What the rule finds as it is set, and what it would find; by subject, in the order of the plan."""

    before: Mapping[str, Found]
    after: Mapping[str, Found]

    @property
    def mended(self) -> list[Found]:
        """What would no longer be found."""
        return [one for subject, one in self.before.items() if subject not in self.after]

    @property
    def new(self) -> list[Found]:
        """What would be found that is not found now."""
        return [one for subject, one in self.after.items() if subject not in self.before]

    @property
    def regraded(self) -> list[Found]:
        """What would be found still, and be graver or less grave."""
        both = (one for subject, one in self.after.items() if subject in self.before)
        return [one for one in both if one.severity != self.before[one.subject].severity]


def try_rule(plan: Plan, rule: str, setting: Setting) -> Trial:
    """Ask one rule of the plan as it stands, by its present setting and by another. Raises what `set_rule` does."""
    require_setting(rule, setting.severity, setting.thresholds)
    looked_at = SiteCheck(plan)
    now = check(looked_at.facts, looked_at.settings, rules=(rule,))
    then = check(looked_at.facts, {rule: setting}, rules=(rule,))
    return Trial({one.subject: one for one in now.found}, {one.subject: one for one in then.found})


def count_otherwise(*, rule: str, severity: str, thresholds: Mapping[str, float], by: Doer) -> None:
    """Set a rule, and check the plan in force by it. Raises what `set_rule` raises."""
    set_rule(rule=rule, severity=severity, thresholds=thresholds, by=by)
    plan = active_plan()
    if plan is not None:
        check_plan(plan)
