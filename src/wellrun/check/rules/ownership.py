"""Ownership: one post answers, a sponsor unblocks, and all functions that have a part in it are named."""

from __future__ import annotations

from collections.abc import Iterable

from wellrun.check.facts import MeasureFacts, ModelFacts, ObjectiveFacts, PostFacts, TargetFacts, owners_of
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, NotChecked, Thresholds, Value, rule
from wellrun.check.rules.measures import NOT_DEFINED


@rule("OWN-01", "measure", "Nobody answers for “%(name)s” in “%(title)s”.")
def no_owner(facts: ModelFacts, measure: MeasureFacts, t: Thresholds) -> Answer:
    """A measure of an objective without an operational owner, whether or not a sponsor is named."""
    for objective, role in facts.roles_of.get(measure.key, ()):
        if not owners_of(objective, role):
            fix = Fix("set_owner", {"objective": objective.key, "measure": measure.key})
            return Hit({"name": measure.name, "title": objective.title}, fix=fix)
    return CLEAR


@rule("OWN-02", "objective", "“%(title)s” has an owner and no sponsor: what blocks it between departments stays.")
def no_sponsor(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """An objective above a team's that nobody unblocks."""
    if objective.level == "team" or objective.owner is None or objective.sponsor is not None:
        return CLEAR
    return Hit({"title": objective.title}, fix=Fix("set_sponsor", {"objective": objective.key}))


@rule(
    "OWN-03",
    "measure",
    "“%(name)s” depends on %(needed)d teams, and one of them alone answers for it.",
    teams=3,
)
def one_department(facts: ModelFacts, measure: MeasureFacts, t: Thresholds) -> Answer:
    """A measure of many functions that is left to one: fewer than two responsible teams where it is pursued.

    The owner group are the teams responsible in the objectives of which it is a lead or a lag. Where an objective
    names none, its owner's own department is the one.
    """
    if not measure.defined and not measure.contributing_teams:
        return NOT_DEFINED
    pursued = [one for one, role in facts.roles_of.get(measure.key, ()) if role.role != "balancing"]
    if not pursued or len(measure.contributing_teams) < t["teams"]:
        return CLEAR
    group = {team for one in pursued for team in _responsible(one)}
    if len(group) > 1:
        return CLEAR
    missing = [team for team in measure.contributing_teams if team.casefold() not in {one.casefold() for one in group}]
    values: dict[str, Value] = {"name": measure.name, "needed": len(measure.contributing_teams)}
    fix = Fix("add_contributor", {"objective": pursued[0].key, "team": missing[0] if missing else None})
    return Hit(values, fix=fix)


@rule("OWN-04", "measure", "%(count)d posts answer for “%(name)s” in “%(unit)s”: then nobody does.")
def shared_owner(facts: ModelFacts, measure: MeasureFacts, t: Thresholds) -> Answer:
    """More than one post that answers for one measure in one unit. A guard is watched by whoever pushes."""
    owners: dict[str, dict[str, str]] = {}
    for objective, role in facts.roles_of.get(measure.key, ()):
        if role.role != "balancing" or len(role.owners) > 1:
            named = dict.fromkeys(owners_of(objective, role), objective.key)
            owners[objective.unit] = named | owners.get(objective.unit, {})
    for unit, posts in owners.items():
        if len(posts) > 1:
            # The one that is named for the other's objective too is the first of them.
            one, other = min(posts), max(posts)
            fix = Fix("set_owner", {"objective": posts[other], "measure": measure.key, "owner": one})
            return Hit({"name": measure.name, "unit": facts.unit_name(unit), "count": len(posts)}, fix=fix)
    return CLEAR


@rule(
    "OWN-05",
    "post",
    "“%(post)s” has more to follow than one post can: measures %(measures)d (at most %(most_measures)d), "
    "open actions %(actions)s (at most %(most_actions)d).",
    measures=7,
    actions=10,
)
def overloaded(facts: ModelFacts, post: PostFacts, t: Thresholds) -> Answer:
    """A post with more to follow than it can."""
    measures = len(facts.measures_owned.get(post.key, ()))
    actions = post.open_actions or 0
    if measures > t["measures"] or actions > t["actions"]:
        told = "unknown" if post.open_actions is None else actions
        most = {"most_measures": int(t["measures"]), "most_actions": int(t["actions"])}
        return Hit({"post": post.title, "measures": measures, "actions": told, **most})
    if post.open_actions is None:
        return NotChecked("How many actions it has open is known on a running site only.")
    return CLEAR


@rule(
    "OWN-06",
    "target",
    "The aim of “%(name)s” is set for “%(post)s” alone, and %(teams)d teams bring it about.",
    teams=2,
)
def individual_target(facts: ModelFacts, target: TargetFacts, t: Thresholds) -> Answer:
    """One post measured by what several teams do."""
    if target.post is None:
        return CLEAR
    measure = facts.measure.get(target.measure)
    if measure is None or (not measure.defined and not measure.contributing_teams):
        return NOT_DEFINED
    teams = len(measure.contributing_teams)
    if teams < t["teams"]:
        return CLEAR
    fix = Fix("set_target", {"measure": target.measure, "unit": target.unit, "post": None})
    return Hit({"name": measure.name, "post": _title(facts, target.post), "teams": teams}, fix=fix)


@rule("OWN-07", "post", "Nobody holds the post “%(post)s”, which has work to answer for.")
def vacant(facts: ModelFacts, post: PostFacts, t: Thresholds) -> Answer:
    """An owner's post that is empty, or whose holder cannot sign in."""
    if post.key not in facts.posts_with_duties:
        return CLEAR
    if post.held is None:
        return NotChecked("Who holds a post is known on a running site only.")
    return CLEAR if post.held else Hit({"post": post.title}, fix=Fix("fill_post", {"post": post.key}))


@rule("OWN-08", "objective", "“%(team)s” has a part in “%(title)s” and no measure of what it hands on.")
def without_handoff(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """A responsible team whose hand-off nobody sees."""
    for one in objective.contributors:
        if one.part == "responsible" and not one.handoff:
            fix = Fix("set_handoff", {"objective": objective.key, "team": one.team})
            return Hit({"team": one.team, "title": objective.title}, fix=fix)
    return CLEAR


@rule("OWN-09", "objective", "No team is responsible for any part of “%(title)s”.")
def nobody_responsible(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """An objective above a team's that someone answers for and nobody does."""
    if objective.level == "team" or _responsible(objective):
        return CLEAR
    return Hit({"title": objective.title}, fix=Fix("add_contributor", {"objective": objective.key}))


@rule("OWN-10", "objective", "“%(post)s” owns “%(title)s” and sponsors it, so nobody is left to unblock it.")
def sponsor_is_owner(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """One post for both parts."""
    if objective.owner is None or objective.owner != objective.sponsor:
        return CLEAR
    values: dict[str, Value] = {"post": _title(facts, objective.owner), "title": objective.title}
    return Hit(values, fix=Fix("set_sponsor", {"objective": objective.key}))


@rule(
    "OWN-11",
    "objective",
    "%(count)d teams are consulted on “%(title)s”; with more than %(most)d it goes slowly.",
    most=5,
)
def many_consulted(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """More teams to ask than a decision can wait for."""
    consulted = [one.team for one in objective.contributors if one.part == "consulted"]
    if len(consulted) <= t["most"]:
        return CLEAR
    values: dict[str, Value] = {"count": len(consulted), "title": objective.title, "most": int(t["most"])}
    fix = Fix("change_part", {"objective": objective.key, "team": consulted[-1], "part": "informed"})
    return Hit(values, fix=fix)


@rule("OWN-12", "objective", "The part of “%(team)s” in “%(title)s” contradicts itself.")
def part_contradicts(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """The owner asked or told about its own objective, or a team that is only told and hands something on."""
    for one in objective.contributors:
        answers = one.post is not None and one.post == objective.owner
        if (answers and one.part != "responsible") or (one.part == "informed" and one.handoff):
            fix = Fix("change_part", {"objective": objective.key, "team": one.team, "part": "responsible"})
            return Hit({"team": one.team, "title": objective.title}, fix=fix)
    return CLEAR


def _responsible(objective: ObjectiveFacts) -> Iterable[str]:
    return {one.team for one in objective.contributors if one.part == "responsible"}


def _title(facts: ModelFacts, post: str) -> str:
    found = facts.post.get(post)
    return found.title if found else post
