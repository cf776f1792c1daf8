"""The strategy: plan, domains, ranked objectives with roles and contributors, stated exceptions."""

from __future__ import annotations

from wellrun.check.actions import state_waiver
from wellrun.check.models import Waiver
from wellrun.demo.site import Site
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.plans.specs import ObjectiveSpec, PlanSpec
from wellrun.strategy.actions import add_contributor, add_domain, add_objective, give_role, take_over_plan
from wellrun.strategy.models import Domain, Objective, Plan
from wellrun.strategy.permission import Doer


def load_plan(site: Site, *, by: Doer) -> None:
    """What is missing of the plan."""
    spec = site.plan
    plan = Plan.objects.filter(key=spec.key).first() or take_over_plan(
        key=spec.key,
        name=spec.name,
        starts=spec.starts,
        ends=spec.ends,
        illustrative=spec.illustrative,
        by=by,
    )
    domains = set(Domain.objects.values_list("key", flat=True))
    for position, domain in enumerate(spec.domains, start=1):
        if domain.key not in domains:
            add_domain(key=domain.key, name=domain.name, position=position, by=by)
    _Objectives(plan, by).load(spec)
    _load_waivers(plan, spec, by)


class _Objectives:
    """Adds objectives that are not there, parents before those that serve them."""

    def __init__(self, plan: Plan, by: Doer) -> None:
        self.plan, self.by = plan, by
        self.known = {objective.key: objective for objective in Objective.objects.filter(plan=plan)}
        self.domains = {domain.key: domain for domain in Domain.objects.all()}
        self.units = {unit.key: unit for unit in Unit.objects.all()}
        self.posts = {post.key: post for post in Post.objects.all()}
        self.measures = {measure.key: measure for measure in Measure.objects.all()}

    def load(self, plan: PlanSpec) -> None:
        waiting = [spec for spec in plan.objectives if spec.key not in self.known]
        while waiting:
            ready = [spec for spec in waiting if all(key in self.known for key in spec.parents)] or waiting[:1]
            for spec in ready:
                self.known[spec.key] = self._add(spec)
            waiting = [spec for spec in waiting if spec.key not in self.known]

    def _add(self, spec: ObjectiveSpec) -> Objective:
        objective = add_objective(
            key=spec.key,
            plan=self.plan,
            domain=self.domains[spec.domain],
            title=spec.title,
            unit=self.units[spec.unit],
            level=spec.level,
            rank=spec.rank,
            owner=self.posts[spec.owner] if spec.owner else None,
            sponsor=self.posts[spec.sponsor] if spec.sponsor else None,
            parents=[self.known[key] for key in spec.parents],
            by=self.by,
        )
        for position, role in enumerate(spec.measures):
            give_role(
                objective=objective,
                measure=self.measures[role.measure],
                role=role.role,
                position=position,
                by=self.by,
            )
        for position, contributor in enumerate(spec.contributors):
            handoff = self.measures[contributor.handoff] if contributor.handoff else None
            add_contributor(
                objective=objective, team=contributor.team, handoff_measure=handoff, position=position, by=self.by
            )
        return objective


def _load_waivers(plan: Plan, spec: PlanSpec, by: Doer) -> None:
    stated = set(Waiver.objects.filter(plan=plan).values_list("rule", "subject"))
    posts = {post.key: post for post in Post.objects.filter(key__in={waiver.post for waiver in spec.waivers})}
    for waiver in spec.waivers:
        if (waiver.rule, waiver.subject) not in stated:
            state_waiver(
                plan=plan,
                rule=waiver.rule,
                subject=waiver.subject,
                reason=waiver.reason,
                post=posts[waiver.post],
                expires=waiver.expires,
                by=by,
            )
