"""Does everything a site names exist, once, and in its place? Sentences for what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from wellrun.demo.site import DOMAINS, Site
from wellrun.library.shelf import library
from wellrun.plans.document import PlanDocument
from wellrun.plans.soundness import remarks

UNIT_KINDS = ("system", "region", "site", "service_line", "ward", "team", "function")
LEVELS = ("viewer", "contributor", "chair", "analyst", "administrator")
OBJECTIVE_LEVELS = ("enterprise", "site", "service_line", "team")


def broken_references(site: Site) -> list[str]:
    """One sentence for each thing that is named and not there, defined twice, or out of place; empty when sound."""
    found = [*_twice(site), *_units(site), *_people(site), *_figures(site), *_plan(site), *_forums(site), *_said(site)]
    return found or list(_unsound(site))


def _unsound(site: Site) -> Iterator[str]:
    """What a plan file would be refused for: what the fields above do not cover."""
    document = PlanDocument(
        plan=site.plan,
        posts=site.posts,
        targets=site.targets,
        limits=site.limits,
        links=site.links,
        trade_offs=site.trade_offs,
        obligations=site.obligations,
        forums=site.forums,
    )
    known = {
        "unit": {unit.key for unit in site.units},
        "measure": {measure.key for measure in site.measures},
        "account": {person.username for person in site.sign_ins},
    }
    for remark in remarks(document, known):
        yield f"{remark.place}: {remark.sentence}"


def _twice(site: Site) -> Iterator[str]:
    plan = site.plan
    kinds = {
        "unit": [u.key for u in site.units],
        "post": [p.key for p in site.posts],
        "sign-in": [s.username for s in site.sign_ins],
        "measure": [m.key for m in site.measures],
        "source": [s.key for s in site.sources],
        "feed": [f"{f.source}/{f.measure}" for f in site.feeds],
        "phase": [f"{p.measure}/{p.unit}/{p.start}" for p in site.phases],
        "domain": [d.key for d in plan.domains],
        "objective": [o.key for o in plan.objectives],
        "initiative": [i.key for i in plan.initiatives],
        "action": [a.key for a in plan.actions],
        "same-day limit": [f"{each.measure}/{each.unit}/{each.stratum}/{each.side}" for each in site.limits],
        "forum": [f.key for f in site.forums],
        "rank of a unit": [f"{o.unit}/{o.rank}" for o in plan.objectives],
        "role of a measure": [f"{o.key}/{m.measure}" for o in plan.objectives for m in o.measures],
        "contributing team": [f"{o.key}/{c.team}" for o in plan.objectives for c in o.contributors],
        "holder of the post": [post for s in site.sign_ins for post in s.holds],
    }
    for kind, keys in kinds.items():
        for key, count in Counter(keys).items():
            if count > 1:
                yield f"The {kind} {key!r} is there {count} times."


def _units(site: Site) -> Iterator[str]:
    known = {unit.key for unit in site.units}
    for unit in site.units:
        place = f"the unit {unit.key!r}"
        yield from _unknown(place, "unit", known, (unit.parent, unit.successor))
        yield from _not_one_of(place, "kind", unit.kind, UNIT_KINDS)
        yield from _not_one_of(place, "membership", unit.membership, ("member", "reference"))
        if unit.successor is not None and unit.closed is None:
            yield f"{place} has a successor and no closing date."
        if unit.closed is not None and unit.opened is not None and unit.closed <= unit.opened:
            yield f"{place} closes before it opens."
    flagged = [unit.key for unit in site.units if unit.enterprise]
    if flagged != [site.enterprise]:
        yield f"The enterprise is {site.enterprise!r}, and the units marked as enterprise are {flagged}."
    yield from _circles(site)


def _circles(site: Site) -> Iterator[str]:
    parent = {unit.key: unit.parent for unit in site.units}
    for key in parent:
        seen, above = {key}, parent[key]
        while above is not None and above not in seen:
            seen.add(above)
            above = parent.get(above)
        if above is not None:
            yield f"The unit {key!r} lies below itself."


def _people(site: Site) -> Iterator[str]:
    units = {unit.key for unit in site.units}
    posts = {post.key for post in site.posts}
    for post in site.posts:
        yield from _unknown(f"the post {post.key!r}", "unit", units, (post.unit,))
    for person in site.sign_ins:
        place = f"the sign-in {person.username!r}"
        yield from _unknown(place, "post", posts, (*person.holds, *person.deputises))
        yield from _unknown(place, "unit", units, (grant.unit for grant in person.grants))
        for grant in person.grants:
            yield from _not_one_of(place, "level", grant.level, LEVELS)


def _figures(site: Site) -> Iterator[str]:
    units = {unit.key for unit in site.units}
    measures = {measure.key for measure in site.measures}
    sources = {source.key for source in site.sources}
    for measure in site.measures:
        yield from _not_one_of(f"the measure {measure.key!r}", "domain", measure.domain, DOMAINS)
    for feed in site.feeds:
        yield from _unknown("a feed", "source", sources, (feed.source,))
        yield from _unknown("a feed", "measure", measures, (feed.measure,))
    for phase in site.phases:
        yield from _unknown("a phase", "measure", measures, (phase.measure,))
        yield from _unknown("a phase", "unit", units, (phase.unit,))
    for target in site.targets:
        yield from _unknown("a target", "measure", measures, (target.measure,))
        yield from _unknown("a target", "unit", units, (target.unit,))
        if (target.value is None) == (target.low is None and target.high is None):
            yield f"The target for {target.measure!r} in {target.unit!r} needs a value or a band, not both."
    yield from _unknown("the list of what is watched early", "measure", measures, site.watch_early)
    for limit in site.limits:
        place = f"the same-day limit of {limit.measure!r} in {limit.unit!r}"
        yield from _unknown(place, "measure", measures, (limit.measure,))
        yield from _unknown(place, "unit", units, (limit.unit,))
        yield from _not_one_of(place, "side", limit.side, ("high", "low"))


def _plan(site: Site) -> Iterator[str]:
    plan = site.plan
    units = {unit.key for unit in site.units}
    posts = {post.key for post in site.posts}
    measures = {measure.key for measure in site.measures}
    domains = {domain.key for domain in plan.domains}
    objectives = {objective.key for objective in plan.objectives}
    initiatives = {initiative.key for initiative in plan.initiatives}
    for objective in plan.objectives:
        place = f"the objective {objective.key!r}"
        yield from _unknown(place, "unit", units, (objective.unit,))
        yield from _unknown(place, "domain", domains, (objective.domain,))
        yield from _unknown(place, "objective", objectives, objective.parents)
        yield from _unknown(place, "measure", measures, (role.measure for role in objective.measures))
        yield from _unknown(place, "measure", measures, (team.handoff for team in objective.contributors))
        speakers = (team.post for team in objective.contributors)
        yield from _unknown(place, "post", posts, (objective.sponsor, objective.owner, *speakers))
        yield from _not_one_of(place, "level", objective.level, OBJECTIVE_LEVELS)
        for role in objective.measures:
            yield from _not_one_of(place, "role", role.role, ("lead", "lag", "balancing"))
    for waiver in plan.waivers:
        yield from _unknown("a waiver", "post", posts, (waiver.post,))
        yield from _unknown("a waiver", "subject", _checked(site), (waiver.subject,))
    for work in plan.initiatives:
        place = f"the initiative {work.key!r}"
        yield from _unknown(place, "objective", objectives, (work.objective,))
        yield from _unknown(place, "post", posts, (work.owner,))
        yield from _unknown(place, "measure", measures, (target.measure for target in work.targets))
        yield from _unknown(place, "unit", units, (target.unit for target in work.targets))
    for action in plan.actions:
        place = f"the action {action.key!r}"
        yield from _unknown(place, "objective", objectives, (action.objective,))
        yield from _unknown(place, "initiative", initiatives, (action.initiative,))
        yield from _unknown(place, "unit", units, (action.unit,))
        yield from _unknown(place, "post", posts, (action.owner,))


def _checked(site: Site) -> set[str]:
    """The keys of what rules are asked of, so that a waiver may name it; an aim is `measure/unit`."""
    plan = site.plan
    named = (plan.domains, plan.objectives, plan.initiatives, plan.actions, site.measures, site.posts, site.forums)
    found = {one.key for part in (*named, site.links, site.obligations) for one in part}
    found |= {f"{one.measure}/{one.unit}" for one in site.targets}
    return found | {link.id for link in library().links} | {plan.key}


def _forums(site: Site) -> Iterator[str]:
    for forum in site.forums:
        place = f"the forum {forum.key!r}"
        yield from _unknown(place, "unit", {unit.key for unit in site.units}, (forum.unit,))
        yield from _unknown(place, "post", {post.key for post in site.posts}, (forum.chair, forum.sponsor))
        yield from _unknown(place, "domain", {domain.key for domain in site.plan.domains}, forum.domains)
        yield from _unknown(place, "measure", {measure.key for measure in site.measures}, forum.measures)
        yield from _unknown(place, "sign-in", {person.username for person in site.sign_ins}, forum.members)


def _said(site: Site) -> Iterator[str]:
    """What people say of plans names what is there."""
    said = site.consultation
    if said is None:
        return
    accounts, units = {person.username for person in site.sign_ins}, {unit.key for unit in site.units}
    objectives = {one.key for one in site.plan.objectives}
    for exchange in said.next_cycle.exchanges if said.next_cycle else ():
        place = f"the exchange about {exchange.parent!r} with {exchange.unit!r}"
        yield from _unknown(place, "objective", objectives, (exchange.parent,))
        yield from _unknown(place, "unit", units, (exchange.unit,))
        yield from _unknown(place, "post", {post.key for post in site.posts}, (exchange.post,))
        yield from _unknown(place, "sign-in", accounts, (turn.by for turn in exchange.turns))
        for turn in exchange.turns:
            yield from _not_one_of(place, "turn", turn.kind, ("proposed", "countered", "agreed", "withdrawn"))
    results = {
        (one.key, part.starts, result.measure, result.unit)
        for one in site.plan.objectives
        for part in one.quarters
        for result in part.key_results
    }
    for check in said.confidence:
        place = f"the confidence about {check.objective!r}"
        yield from _unknown(place, "sign-in", accounts, (check.by,))
        if (check.objective, check.starts, check.measure, check.unit) not in results:
            yield f"{place[0].upper()}{place[1:]} names a key result that is not there: {check.measure}/{check.unit}."


def _unknown(place: str, kind: str, known: set[str], named: Iterable[str | None]) -> Iterator[str]:
    for key in named:
        if key is not None and key not in known:
            yield f"{place[0].upper()}{place[1:]} names the {kind} {key!r}, which is not there."


def _not_one_of(place: str, field: str, value: str, allowed: tuple[str, ...]) -> Iterator[str]:
    if value not in allowed:
        yield f"{place[0].upper()}{place[1:]} has the {field} {value!r}; it is one of {', '.join(allowed)}."
