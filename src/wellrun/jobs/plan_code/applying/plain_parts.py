"""The parts of a plan that are one record each: what they are known by, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model

from wellrun.check.models import Waiver
from wellrun.jobs.plan_code.applying.known import Known
from wellrun.organisation.models import DecisionRight, Post
from wellrun.plans import specs
from wellrun.reviews.models import ForumRight
from wellrun.strategy.errors import quarter_of_the_cycle_needed
from wellrun.strategy.models import (
    CauseEffect,
    Contributor,
    DeclaredHours,
    Domain,
    DriverNode,
    InfluenceLink,
    KeyResult,
    Objective,
    ObjectiveMeasure,
    ObjectiveParent,
    Obligation,
    Precedence,
    QuarterSlice,
    Stopped,
    TradeOff,
)
from wellrun.strategy.quarters import quarters_of

Path = tuple[str, ...]
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """How a fact is kept: the record, the fields it is known by, the fields that say the rest."""

    model: type[Model]
    where: Callable[[Known, Path, Any], Fields]
    values: Callable[[Known, Path, Any], Fields]


def _by_key(known: Known, path: Path, spec: Any) -> Fields:
    return {"key": path[0]}


def _in_plan(known: Known, path: Path, spec: Any) -> Fields:
    return {"plan": known.plan, "key": path[0]}


def _post(known: Known, path: Path, spec: specs.PostSpec) -> Fields:
    return {"title": spec.title, "unit": known.units[spec.unit]}


def _right(known: Known, path: Path, spec: specs.RightSpec) -> Fields:
    return {"spending_ceiling": spec.spending_ceiling, "staffing_ceiling": spec.staffing_ceiling}


def _objective(known: Known, path: Path, spec: specs.ObjectiveSpec) -> Fields:
    return {
        "domain": known.domains[spec.domain],
        "perspective": spec.perspective,
        "title": spec.title,
        "description": spec.description,
        "unit": known.units[spec.unit],
        "level": spec.level,
        "rank": spec.rank,
        "owner": known.post(spec.owner),
        "sponsor": known.post(spec.sponsor),
    }


def _role(known: Known, path: Path, spec: specs.MeasureRole) -> Fields:
    return {"role": spec.role, "direction": spec.direction, "owner": known.post(spec.owner)}


def _contributor(known: Known, path: Path, spec: specs.ContributorSpec) -> Fields:
    return {
        "part": spec.part,
        "unit": known.unit(spec.unit),
        "post": known.post(spec.post),
        "handoff_measure": known.measure(spec.handoff),
    }


def _driver(known: Known, path: Path, spec: specs.DriverSpec) -> Fields:
    return {
        "kind": spec.kind,
        "text": spec.text,
        "parent": known.drivers[path[0], spec.parent] if spec.parent else None,
        "measure": known.measure(spec.measure),
    }


def _slice(known: Known, path: Path, spec: specs.SliceSpec) -> Fields:
    quarters = quarters_of(known.plan.starts, known.plan.ends)
    ends = next((quarter.ends for quarter in quarters if quarter.starts == spec.starts), None)
    if ends is None:
        raise quarter_of_the_cycle_needed()
    return {"title": spec.title, "ends": ends}


def _key_result(known: Known, path: Path, spec: specs.KeyResultSpec) -> Fields:
    return {
        "start": spec.start,
        "aim": spec.aim,
        "commitment": spec.commitment,
        "owner": known.post(spec.owner),
    }


def _stopped(known: Known, path: Path, spec: specs.StoppedSpec) -> Fields:
    return {
        "title": spec.title,
        "kind": spec.kind,
        "because": spec.because,
        "post": known.posts[spec.post],
        "from_date": spec.starts,
    }


def _waiver(known: Known, path: Path, spec: specs.WaiverSpec) -> Fields:
    return {"reason": spec.reason, "post": known.posts[spec.post], "expires": spec.expires}


def _link(known: Known, path: Path, spec: specs.LinkSpec) -> Fields:
    least, most = spec.delay_days
    return {
        "lead": known.measures[spec.lead],
        "lag": known.measures[spec.lag],
        "sign": spec.sign,
        "delay_min_days": least,
        "delay_max_days": most,
        "grade": spec.grade,
        "source_text": spec.source,
        "caveat": spec.caveat,
        "origin": spec.origin,
    }


def _trade_off(known: Known, path: Path, spec: specs.TradeOffSpec) -> Fields:
    return {
        "push": known.measures[spec.push],
        "push_direction": spec.push_direction,
        "guard": known.measures[spec.guard],
        "guard_direction": spec.guard_direction,
        "mechanism": spec.mechanism,
        "source_text": spec.source,
        "origin": spec.origin,
    }


def _obligation(known: Known, path: Path, spec: specs.ObligationSpec) -> Fields:
    return {
        "title": spec.title,
        "regulator": spec.regulator,
        "clause": spec.clause,
        "unit": known.units[spec.unit],
        "owner": known.post(spec.owner),
        "due": spec.due,
        "notice_days": spec.notice_days,
        "evidence": spec.evidence,
        "measure": known.measure(spec.measure),
        "met_on": spec.met_on,
        "met_by": spec.met_by,
    }


PLAIN_PARTS: Final[Mapping[str, Part]] = {
    "post": Part(Post, _by_key, _post),
    "post_right": Part(
        DecisionRight,
        lambda known, path, spec: {"post": known.posts[path[0]], "kind": path[1], "scope": known.units[path[2]]},
        _right,
    ),
    "domain": Part(Domain, _by_key, lambda known, path, spec: {"name": spec.name}),
    "objective": Part(Objective, _in_plan, _objective),
    "parent": Part(
        ObjectiveParent,
        lambda known, path, spec: {"child": known.objectives[path[0]], "parent": known.objectives[path[1]]},
        lambda known, path, spec: {"amount": spec.amount, "share": spec.share},
    ),
    "role": Part(
        ObjectiveMeasure,
        lambda known, path, spec: {"objective": known.objectives[path[0]], "measure": known.measures[path[1]]},
        _role,
    ),
    "contributor": Part(
        Contributor,
        lambda known, path, spec: {"objective": known.objectives[path[0]], "team": path[1]},
        _contributor,
    ),
    "cause_effect": Part(
        CauseEffect,
        lambda known, path, spec: {"cause": known.objectives[path[0]], "effect": known.objectives[path[1]]},
        lambda known, path, spec: {"because": spec.because},
    ),
    "driver": Part(
        DriverNode, lambda known, path, spec: {"objective": known.objectives[path[0]], "key": path[1]}, _driver
    ),
    "slice": Part(
        QuarterSlice,
        lambda known, path, spec: {"objective": known.objectives[path[0]], "starts": spec.starts},
        _slice,
    ),
    "key_result": Part(
        KeyResult,
        lambda known, path, spec: {
            "slice": known.slices[path[0], path[1]],
            "series": known.series(path[2], path[3]),
        },
        _key_result,
    ),
    "precedence": Part(
        Precedence,
        lambda known, path, spec: {
            "plan": known.plan,
            "winner": known.objectives[path[0]],
            "loser": known.objectives[path[1]],
        },
        lambda known, path, spec: {"because": spec.because},
    ),
    "stopped": Part(Stopped, _in_plan, _stopped),
    "hours": Part(
        DeclaredHours,
        lambda known, path, spec: {"plan": known.plan, "post": known.posts[path[0]]},
        lambda known, path, spec: {"hours_a_week": spec.hours_a_week},
    ),
    "waiver": Part(
        Waiver,
        lambda known, path, spec: {"plan": known.plan, "rule": path[0], "subject": path[1]},
        _waiver,
    ),
    "link": Part(InfluenceLink, _by_key, _link),
    "trade_off": Part(TradeOff, _by_key, _trade_off),
    "obligation": Part(Obligation, _by_key, _obligation),
    "forum_right": Part(
        ForumRight,
        lambda known, path, spec: {"forum": known.forums[path[0]], "kind": path[1], "scope": known.units[path[2]]},
        _right,
    ),
}
