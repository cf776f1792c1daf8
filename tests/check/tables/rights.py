"""Somebody may decide, one and not two, and where they work; obligations reach who can meet them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.check.models import a_forum, a_model, a_post
from tests.check.rows import Row
from wellrun.check.facts import ModelFacts, ObligationFacts, RightFacts
from wellrun.check.rules.rights import KINDS

ABOVE = {"ward": "hospital", "hospital": "enterprise", "enterprise": None, "other": "enterprise"}


def right(kind: str = "set_aim", scope: str = "hospital", **ceiling: float) -> RightFacts:
    return RightFacts(kind, scope, **ceiling)


def posts(*rights: RightFacts | None, above: dict[str, str | None] = ABOVE) -> ModelFacts:
    """Posts of the hospital, each with a right or none."""
    found = (a_post(f"post-{n}", unit="hospital", rights=(one,) if one else ()) for n, one in enumerate(rights))
    return a_model(posts=tuple(found), unit_parents=above)


def everything_but(*kinds: str) -> ModelFacts:
    return a_model(posts=(a_post(rights=tuple(right(kind) for kind in KINDS if kind not in kinds)),))


def forum(*, own: RightFacts | None = None, chairs: RightFacts | None = None, **change: Any) -> ModelFacts:
    """A forum of the hospital with its chair; somebody elsewhere has a right as well."""
    one = a_forum("stay", unit="hospital", chair="post-0", rights=(own,) if own else ())
    return replace(posts(chairs, right("spend", "other")), forums=(replace(one, **change),))


def obligation(
    due: date = date(2026, 5, 1), *sittings: date | None, forum_unit: str = "enterprise", **change: Any
) -> ModelFacts:
    one = ObligationFacts("o", "Annual return", "hospital", due, "chief", "the signed form")
    forums = tuple(a_forum(key=f"f{n}", unit=forum_unit, next_sitting=day) for n, day in enumerate(sittings))
    return a_model(obligations=(replace(one, **change),), forums=forums, unit_parents=ABOVE)


MET = date(2026, 4, 2)

ROWS = [
    Row("DEC-01", "every kind", everything_but(), "clear"),
    Row("DEC-01", "nobody may spend", everything_but("spend"), "hit"),
    Row("DEC-01", "none recorded", a_model(posts=(a_post(),)), "not checked"),
    Row("DEC-02", "two without a ceiling", posts(right("spend"), right("spend")), "hit"),
    Row("DEC-02", "said of the first only", posts(right("spend"), right("spend")), "clear", "post-1"),
    Row("DEC-02", "one has a ceiling", posts(right("spend"), right("spend", spending_ceiling=5000.0)), "clear"),
    Row("DEC-02", "a ceiling of nought", posts(right("spend"), right("spend", spending_ceiling=0.0)), "clear"),
    Row(
        "DEC-02",
        "a ceiling of staff bounds no money",
        posts(right("spend"), right("spend", staffing_ceiling=1.0)),
        "hit",
    ),
    Row("DEC-02", "two kinds", posts(right("spend"), right("staff")), "clear"),
    Row("DEC-02", "two places", posts(right("spend"), right("spend", "ward")), "clear"),
    Row("DEC-02", "a kind that knows no ceiling", posts(right(), right()), "hit"),
    Row("DEC-03", "neither it nor its chair", forum(), "hit"),
    Row("DEC-03", "it may", forum(own=right()), "clear"),
    Row("DEC-03", "its chair may", forum(chairs=right()), "clear"),
    Row("DEC-03", "its chair may in the whole enterprise", forum(chairs=right(scope="enterprise")), "clear"),
    Row("DEC-03", "its chair may elsewhere", forum(chairs=right(scope="other")), "hit"),
    Row("DEC-03", "it reviews nothing", forum(reviewed=()), "clear"),
    Row("DEC-03", "none recorded", replace(posts(None), forums=(a_forum("stay"),)), "not checked"),
    Row("DEC-03", "units not known", replace(forum(chairs=right(scope="other")), unit_parents={}), "not checked"),
    Row("DEC-04", "in its own unit", posts(right()), "clear"),
    Row("DEC-04", "below it", posts(right(scope="ward")), "clear"),
    Row("DEC-04", "above it", posts(right(scope="enterprise")), "hit"),
    Row("DEC-04", "beside it", posts(right(scope="other")), "hit"),
    Row("DEC-04", "units not known", posts(right(scope="other"), above={}), "not checked"),
    Row("DEC-04", "no right", posts(None), "clear"),
    Row("OBL-01", "nobody", obligation(owner=None), "hit"),
    Row("OBL-01", "somebody", obligation(), "clear"),
    Row("OBL-01", "nobody, and met", obligation(owner=None, met_on=MET), "clear"),
    Row("OBL-02", "no evidence", obligation(evidence=" "), "hit"),
    Row("OBL-02", "evidence", obligation(), "clear"),
    Row("OBL-03", "due yesterday", obligation(date(2026, 4, 9)), "hit"),
    Row("OBL-03", "due today", obligation(date(2026, 4, 10)), "clear"),
    Row("OBL-03", "due yesterday, and met", obligation(date(2026, 4, 9), met_on=MET), "clear"),
    Row("OBL-04", "its forum sits on the day", obligation(date(2026, 5, 1), date(2026, 5, 1)), "clear"),
    Row("OBL-04", "its forum sits the day after", obligation(date(2026, 5, 1), date(2026, 5, 2)), "hit"),
    Row("OBL-04", "one of two sits before", obligation(date(2026, 5, 1), date(2026, 5, 2), date(2026, 4, 20)), "clear"),
    Row(
        "OBL-04",
        "a forum elsewhere sits before",
        obligation(date(2026, 5, 1), date(2026, 4, 20), forum_unit="other"),
        "hit",
    ),
    Row("OBL-04", "no forum at all", obligation(), "hit"),
    Row("OBL-04", "its forum's next sitting is not known", obligation(date(2026, 5, 1), None), "not checked"),
    Row("OBL-04", "no forum, and what lies above is not known", replace(obligation(), unit_parents={}), "not checked"),
    Row("OBL-04", "met", obligation(met_on=MET), "clear"),
    Row("OBL-04", "past its date", obligation(date(2026, 4, 9)), "clear"),
]
