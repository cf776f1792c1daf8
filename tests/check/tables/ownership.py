"""One post answers, a sponsor unblocks, and all functions that have a part in it are named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.check.models import (
    a_measure,
    a_model,
    a_post,
    a_target,
    an_initiative,
    an_objective,
    roles,
    teams,
)
from tests.check.rows import Row
from wellrun.check.facts import ContributorFacts, ModelFacts, RoleFacts

MANY = ("emergency", "bed management", "nursing")


def owned(*owners: str, owner: str | None = None, sponsor: str | None = None) -> ModelFacts:
    role = RoleFacts("stay", "lag", owners=owners)
    return a_model(objectives=(an_objective(roles=(role,), owner=owner, sponsor=sponsor),), measures=(a_measure(),))


def objective(**change: Any) -> ModelFacts:
    return a_model(objectives=(an_objective(**change),), posts=(a_post(),))


def owned_and(part: str, post: str) -> ModelFacts:
    """An objective of the chief, and a team of a post."""
    return objective(owner="chief", contributors=(ContributorFacts("t", part, post=post),))


def group(*names: str, needs: tuple[str, ...] = MANY, role: str = "lag", **change: Any) -> ModelFacts:
    one = an_objective(roles=roles(stay=role), contributors=teams(*names, **change))
    return a_model(objectives=(one,), measures=(a_measure(contributing_teams=needs),))


def two_owners(first: RoleFacts, second: RoleFacts, *, unit: str = "enterprise", owner: str = "nurse") -> ModelFacts:
    one = an_objective("flow", roles=(first,), owner="chief")
    other = an_objective("bed", roles=(second,), owner=owner, unit=unit, rank=2)
    return a_model(objectives=(one, other), measures=(a_measure(),))


def load(measures: int, actions: int | None = 0) -> ModelFacts:
    one = an_objective(roles=roles(**{f"m{n}": "lead" for n in range(measures)}), owner="chief")
    return a_model(objectives=(one,), posts=(a_post(open_actions=actions),))


def alone(post: str | None, *needs: str, known: bool = True) -> ModelFacts:
    measures = (a_measure(contributing_teams=needs),) if known else ()
    return a_model(targets=(a_target(post=post),), measures=measures, posts=(a_post(),))


def held(held: bool | None, *, works: bool = True) -> ModelFacts:
    one = an_objective(owner="chief" if works else None)
    return a_model(objectives=(one,), posts=(a_post(held=held),))


LAG, GUARD = RoleFacts("stay", "lag"), RoleFacts("stay", "balancing")

ROWS = [
    Row("OWN-01", "a sponsor and no owner", owned(sponsor="chief"), "hit"),
    Row("OWN-01", "neither of them", owned(), "hit"),
    Row("OWN-01", "the objective's owner", owned(owner="chief"), "clear"),
    Row("OWN-01", "an owner of its own", owned("nurse", sponsor="chief"), "clear"),
    Row("OWN-01", "on no objective", a_model(measures=(a_measure(),)), "clear"),
    Row("OWN-02", "an owner and no sponsor", objective(owner="chief"), "hit"),
    Row("OWN-02", "of a service line", objective(owner="chief", level="service_line"), "hit"),
    Row("OWN-02", "of a team", objective(owner="chief", level="team"), "clear"),
    Row("OWN-02", "both", objective(owner="chief", sponsor="head"), "clear"),
    Row("OWN-02", "neither", objective(), "clear"),
    Row("OWN-03", "three teams needed, one there", group("emergency"), "hit"),
    Row("OWN-03", "none named: the owner's own", group(), "hit"),
    Row("OWN-03", "two there", group("emergency", "nursing"), "clear"),
    Row("OWN-03", "the second is only consulted", group("emergency", "nursing", part="consulted"), "hit"),
    Row("OWN-03", "two teams needed, one there", group("emergency", needs=MANY[:2]), "clear"),
    Row("OWN-03", "it only guards", group("emergency", role="balancing"), "clear"),
    Row("OWN-03", "on no objective", a_model(measures=(a_measure(contributing_teams=MANY),)), "clear"),
    Row("OWN-03", "nobody defines it", a_model(measures=(a_measure(defined=False),)), "not checked"),
    Row("OWN-04", "two posts named", owned("chief", "nurse"), "hit"),
    Row("OWN-04", "one named beside the objective's owner", owned("nurse", owner="chief"), "clear"),
    Row("OWN-04", "two objectives of one unit", two_owners(LAG, LAG), "hit"),
    Row("OWN-04", "two objectives, one owner", two_owners(LAG, LAG, owner="chief"), "clear"),
    Row("OWN-04", "two units", two_owners(LAG, LAG, unit="site"), "clear"),
    Row("OWN-04", "the second guards it", two_owners(LAG, GUARD), "clear"),
    Row("OWN-04", "the second names the first", two_owners(LAG, replace(LAG, owners=("chief",))), "clear"),
    Row("OWN-05", "seven measures", load(7), "clear"),
    Row("OWN-05", "eight measures", load(8), "hit"),
    Row("OWN-05", "ten actions", load(0, 10), "clear"),
    Row("OWN-05", "eleven actions", load(0, 11), "hit"),
    Row("OWN-05", "actions not known", load(7, None), "not checked"),
    Row("OWN-05", "too many whatever the actions", load(8, None), "hit"),
    Row("OWN-06", "two teams bring it about", alone("chief", "nursing", "medicine"), "hit"),
    Row("OWN-06", "one team", alone("chief", "nursing"), "clear"),
    Row("OWN-06", "for nobody alone", alone(None, "nursing", "medicine"), "clear"),
    Row("OWN-06", "the measure is not here", alone("chief", known=False), "not checked"),
    Row("OWN-07", "an owner's post is empty", held(False), "hit"),
    Row("OWN-07", "it is held", held(True), "clear"),
    Row("OWN-07", "empty, and nothing to do", held(False, works=False), "clear"),
    Row("OWN-07", "not known", held(None), "not checked"),
    Row(
        "OWN-07",
        "owns an initiative under way",
        a_model(posts=(a_post(held=False),), initiatives=(an_initiative(),)),
        "hit",
    ),
    Row(
        "OWN-07",
        "owned one that is finished",
        a_model(posts=(a_post(held=False),), initiatives=(an_initiative(status="finished"),)),
        "clear",
    ),
    Row("OWN-08", "no hand-off", objective(contributors=teams("nursing", handoff=None)), "hit"),
    Row("OWN-08", "a hand-off", objective(contributors=teams("nursing")), "clear"),
    Row("OWN-08", "only informed", objective(contributors=teams("nursing", handoff=None, part="informed")), "clear"),
    Row("OWN-09", "nobody", objective(), "hit"),
    Row("OWN-09", "only consulted", objective(contributors=teams("nursing", part="consulted")), "hit"),
    Row("OWN-09", "somebody", objective(contributors=teams("nursing")), "clear"),
    Row("OWN-09", "a team's own", objective(level="team"), "clear"),
    Row("OWN-10", "one post", objective(owner="chief", sponsor="chief"), "hit"),
    Row("OWN-10", "two posts", objective(owner="chief", sponsor="head"), "clear"),
    Row("OWN-10", "nobody", objective(), "clear"),
    Row("OWN-11", "five", objective(contributors=(ContributorFacts("t", "consulted"),) * 5), "clear"),
    Row("OWN-11", "six", objective(contributors=(ContributorFacts("t", "consulted"),) * 6), "hit"),
    Row("OWN-11", "six who do it", objective(contributors=(ContributorFacts("t"),) * 6), "clear"),
    Row("OWN-12", "the owner is consulted", owned_and("consulted", "chief"), "hit"),
    Row("OWN-12", "the owner is informed", owned_and("informed", "chief"), "hit"),
    Row("OWN-12", "the owner does a part", owned_and("responsible", "chief"), "clear"),
    Row("OWN-12", "another is consulted", owned_and("consulted", "head"), "clear"),
    Row("OWN-12", "told, and hands on", objective(contributors=(ContributorFacts("t", "informed", "a"),)), "hit"),
    Row("OWN-12", "told, hands nothing on", objective(contributors=(ContributorFacts("t", "informed"),)), "clear"),
    Row("OWN-12", "asked, and hands on", objective(contributors=(ContributorFacts("t", "consulted", "a"),)), "clear"),
]
