"""What the model check can know of a plan file: everything it says, and the library's word on its measures.

What only a running site knows (figures, holders, agendas, actions) stays unknown, and rules that need it say so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from wellrun.check.facts import (
    ContributionFacts,
    ContributorFacts,
    InitiativeFacts,
    KeyResultFacts,
    ModelFacts,
    ObjectiveFacts,
    ObligationFacts,
    PlanFacts,
    PostFacts,
    PredictionFacts,
    RightFacts,
    RoleFacts,
    SliceFacts,
    TargetFacts,
    WaiverFacts,
)
from wellrun.check.forums_of_file import forums_in
from wellrun.check.from_library import links_among, measures_named, other_names, trade_offs_among
from wellrun.check.notes_of_file import notes_of
from wellrun.plans.document import PlanDocument
from wellrun.plans.specs import (
    InitiativeSpec,
    ObjectiveSpec,
    ObligationSpec,
    PlanSpec,
    RightSpec,
    SliceSpec,
    TargetSpec,
)


def facts_of(
    document: PlanDocument,
    as_of: date,
    unit_parents: Mapping[str, str | None] = MappingProxyType({}),
    used_besides: Collection[str] = (),
    taken: Collection[str] = (),
) -> ModelFacts:
    """The facts of a plan file on a day. `unit_parents`: each unit's parent, where a folder of a site says them.

    `used_besides`: keys of measures that the plan works with in parts that the document leaves out. `taken`: of those
    that the folder of a site takes from the library as they are.
    """
    plan = document.plan
    used = _measures_used(document) | set(used_besides)
    limited = {one.measure for one in document.limits}
    named = measures_named(document, used | _measures_linked(document), taken)
    measures = tuple(replace(one, has_limit=one.key in limited) for one in named)
    in_use = tuple(one for one in measures if one.key in used)
    return ModelFacts(
        as_of=as_of,
        plan=_plan(plan),
        objectives=tuple(_objective(one) for one in plan.objectives),
        measures=measures,
        targets=tuple(_target(one) for one in document.targets),
        links=links_among(document, in_use),
        trade_offs=trade_offs_among(document, in_use),
        posts=_posts(document),
        forums=forums_in(document, in_use, as_of),
        initiatives=tuple(_initiative(one) for one in plan.initiatives),
        obligations=tuple(_obligation(one) for one in document.obligations),
        precedences=tuple((one.winner, one.loser) for one in plan.precedences),
        waivers=tuple(WaiverFacts(one.rule, one.subject, one.reason, one.post, one.expires) for one in plan.waivers),
        other_names=other_names(),
        unit_parents=unit_parents,
        notes=notes_of(document),
    )


def _plan(plan: PlanSpec) -> PlanFacts:
    in_force = plan.starts if plan.stage in ("active", "closed") else None
    return PlanFacts(
        key=plan.key,
        name=plan.name,
        starts=plan.starts,
        ends=plan.ends,
        stage=plan.stage,
        activated=plan.activated or in_force,
        domains=tuple(domain.key for domain in plan.domains),
        stopped=tuple(one.key for one in plan.stopped),
        domain_names=tuple((domain.key, domain.name) for domain in plan.domains),
    )


def _objective(one: ObjectiveSpec) -> ObjectiveFacts:
    said = {part.parent: ContributionFacts(part.parent, part.amount, part.share) for part in one.contributions}
    return ObjectiveFacts(
        key=one.key,
        title=one.title,
        level=one.level,
        domain=one.domain,
        unit=one.unit,
        rank=one.rank,
        perspective=one.perspective,
        owner=one.owner,
        sponsor=one.sponsor,
        parents=tuple(said.get(key, ContributionFacts(key)) for key in dict.fromkeys((*one.parents, *said))),
        helps=tuple(arrow.effect for arrow in one.helps),
        roles=tuple(
            RoleFacts(role.measure, role.role, role.direction, (role.owner,) if role.owner else ())
            for role in one.measures
        ),
        contributors=tuple(
            ContributorFacts(team.team, team.part, team.handoff, team.unit, team.post) for team in one.contributors
        ),
        slices=tuple(_slice(part) for part in one.quarters),
    )


def _slice(one: SliceSpec) -> SliceFacts:
    results = (
        KeyResultFacts(result.measure, result.unit, result.start, result.aim, result.commitment)
        for result in one.key_results
    )
    return SliceFacts(one.starts, one.title, tuple(results), closed=one.is_closed)


def _target(one: TargetSpec) -> TargetFacts:
    return TargetFacts(
        measure=one.measure,
        unit=one.unit,
        stratum=one.stratum,
        value=one.value,
        low=one.low,
        high=one.high,
        baseline=one.baseline,
        baseline_points=one.baseline_points,
        post=one.post,
        commitment=one.commitment,
        by=one.by,
    )


def _initiative(one: InitiativeSpec) -> InitiativeFacts:
    targets = (
        PredictionFacts(part.measure, part.unit, part.direction, part.change, part.delay_days) for part in one.targets
    )
    return InitiativeFacts(
        key=one.key,
        title=one.title,
        objective=one.objective,
        owner=one.owner,
        status=one.status,
        starts=one.starts,
        ends=one.ends,
        targets=tuple(targets),
        hours=tuple((part.post, part.hours_a_week) for part in one.hours),
    )


def _obligation(one: ObligationSpec) -> ObligationFacts:
    return ObligationFacts(
        key=one.key,
        title=one.title,
        unit=one.unit,
        due=one.due,
        owner=one.owner,
        evidence=one.evidence,
        measure=one.measure,
        notice_days=one.notice_days,
        met_on=one.met_on,
    )


def _posts(document: PlanDocument) -> tuple[PostFacts, ...]:
    """Those the file says, and those it only names."""
    declared = {one.post: one.hours_a_week for one in document.plan.hours}
    there = {
        one.key: PostFacts(one.key, one.title, one.unit, hours_a_week=declared.get(one.key), rights=_rights(one.rights))
        for one in document.posts
    }
    named = [*declared, *(part.post for one in document.plan.initiatives for part in one.hours)]
    for objective in document.plan.objectives:
        named += [post for post in (objective.owner, *(role.owner for role in objective.measures)) if post]
    for key in named:
        there.setdefault(key, PostFacts(key, key, "", hours_a_week=declared.get(key)))
    return tuple(there.values())


def _rights(specs: Collection[RightSpec]) -> tuple[RightFacts, ...]:
    """Decision rights as facts."""
    return tuple(RightFacts(one.kind, one.scope, one.spending_ceiling, one.staffing_ceiling) for one in specs)


def _measures_used(document: PlanDocument) -> set[str]:
    """The keys of the measures that the plan works with."""
    found = {one.key for one in document.measures} | {one.measure for one in document.targets}
    found |= {key for forum in document.forums for key in forum.measures}
    found |= {one.measure for one in document.obligations if one.measure}
    for objective in document.plan.objectives:
        found |= {role.measure for role in objective.measures}
        found |= {team.handoff for team in objective.contributors if team.handoff}
        found |= {result.measure for part in objective.quarters for result in part.key_results}
    return found | {part.measure for one in document.plan.initiatives for part in one.targets}


def _measures_linked(document: PlanDocument) -> set[str]:
    ends = {end for link in document.links for end in (link.lead, link.lag)}
    return ends | {end for one in document.trade_offs for end in (one.push, one.guard)}
