"""The check of what a change touches, from that part of the plan which its answers look at."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from wellrun.check.engine import Setting, Verdict, check
from wellrun.check.facts import ModelFacts
from wellrun.check.from_file import facts_of
from wellrun.check.live import with_part_of_site
from wellrun.check.models import RuleSetting
from wellrun.check.touched import Subject, touched_by
from wellrun.jobs.carrying_on import specs_going_on, with_work_going_on
from wellrun.jobs.plan_code.export import document_as_it_stands
from wellrun.jobs.plan_code.exporting.part import PartOfPlan
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone
from wellrun.strategy.models import Objective, Plan

FEW = 300
"""Up to so many objectives reading all of them once takes less than asking twice for a part (measured: 0.1 s)."""


class ChangeCheck:
    """One look at what was changed in a plan: the same answers as from the whole of it, held to that by a test.

    `few`: up to how many objectives are read at once.
    """

    def __init__(self, plan: Plan, changed: Iterable[Subject], *, few: int = FEW) -> None:
        self.plan, self.changed = plan, frozenset(changed)
        self.today = clock.today(site_zone())
        self.is_small = Objective.objects.filter(plan=plan, retired_on__isnull=True).count() <= few

    @cached_property
    def only(self) -> frozenset[Subject]:
        """The changed, and what they touch."""
        if self.is_small:
            return touched_by(self._whole, self.changed)
        seen = self._part_of(self.changed)
        # Forums are known whole; what bears on the measures of one that changed is asked for.
        of_forums = (one for one in seen.forums if ("forum", one.key) in self.changed)
        reviewed = {("measure", measure) for forum in of_forums for measure in forum.reviewed}
        return touched_by(self._part_of(self.changed | reviewed) if reviewed else seen, self.changed)

    @cached_property
    def facts(self) -> ModelFacts:
        """The part of the plan at which the rules look for those subjects, completed by what the site knows of them."""
        facts = self._whole if self.is_small else self._part_of(self.only)
        return with_part_of_site(facts, self.plan, self.only)

    @cached_property
    def verdict(self) -> Verdict:
        """What the check says of those subjects."""
        settings = {row.rule: Setting(row.severity, row.thresholds) for row in RuleSetting.objects.all()}
        return check(self.facts, settings, only=self.only)

    @cached_property
    def _whole(self) -> ModelFacts:
        document = document_as_it_stands(self.plan, as_of=self.today)
        return facts_of(with_work_going_on(document, self.plan), self.today)

    @cached_property
    def _part(self) -> PartOfPlan:
        is_before_force = self.plan.stage in (Plan.Stage.DRAFT, Plan.Stage.CONSULTATION)
        return PartOfPlan(self.plan, specs_going_on(self.plan) if is_before_force else ())

    def _part_of(self, asked: frozenset[Subject]) -> ModelFacts:
        document = self._part.document(asked, self.today)
        return facts_of(document, self.today, used_besides=self._part.measures_used)
