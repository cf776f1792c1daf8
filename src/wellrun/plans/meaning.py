"""What the fields of a plan file mean: which make up a key, which words are allowed, what a key points to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from wellrun.library.definition import MeasureSpec
from wellrun.plans.specs import (
    ActionSpec,
    CauseEffectSpec,
    ContributionSpec,
    ContributorSpec,
    DomainSpec,
    DriverSpec,
    ForumSpec,
    HoursSpec,
    InitiativeSpec,
    KeyResultSpec,
    LimitSpec,
    LinkSpec,
    MeasureRole,
    ObjectiveSpec,
    ObligationSpec,
    PlanSpec,
    PostSpec,
    PrecedenceSpec,
    PredictionSpec,
    RightSpec,
    SliceSpec,
    StoppedSpec,
    TargetSpec,
    TradeOffSpec,
    WaiverSpec,
)

KEYS: Final[Mapping[type, tuple[str, ...]]] = {
    ActionSpec: ("key",),
    CauseEffectSpec: ("effect",),
    ContributionSpec: ("parent",),
    ContributorSpec: ("team",),
    DomainSpec: ("key",),
    DriverSpec: ("key",),
    ForumSpec: ("key",),
    HoursSpec: ("post",),
    InitiativeSpec: ("key",),
    KeyResultSpec: ("measure", "unit"),
    LimitSpec: ("measure", "unit", "stratum", "side"),
    LinkSpec: ("key",),
    MeasureRole: ("measure",),
    MeasureSpec: ("key",),
    ObjectiveSpec: ("key",),
    ObligationSpec: ("key",),
    PostSpec: ("key",),
    PrecedenceSpec: ("winner", "loser"),
    PredictionSpec: ("measure", "unit"),
    RightSpec: ("kind", "scope"),
    SliceSpec: ("starts",),
    StoppedSpec: ("key",),
    TargetSpec: ("measure", "unit", "stratum"),
    TradeOffSpec: ("key",),
    WaiverSpec: ("rule", "subject"),
}
"""What tells one entry of a list from another; none is there twice."""

IN_ORDER: Final = frozenset({DomainSpec, MeasureRole, ContributorSpec, DriverSpec, KeyResultSpec, PredictionSpec})
"""Lists of these keep the order in which they are written; any other list is a set, and written sorted."""

SETS: Final = frozenset({(ObjectiveSpec, "parents"), (ForumSpec, "domains"), (ForumSpec, "measures")}) | {
    (ForumSpec, "members")
}
"""Lists of plain keys whose order says nothing."""

_UP_DOWN = ("up", "down")
_COMMITMENT = ("committed", "aspirational")
WORDS: Final[Mapping[tuple[type, str], tuple[str, ...]]] = {
    (PlanSpec, "stage"): ("draft", "consultation", "active", "closed"),
    (ObjectiveSpec, "level"): ("enterprise", "site", "service_line", "team"),
    (ObjectiveSpec, "perspective"): ("", "customer", "internal_process", "learning_growth", "financial"),
    (MeasureRole, "role"): ("lag", "lead", "balancing"),
    (MeasureRole, "direction"): ("", *_UP_DOWN),
    (ContributorSpec, "part"): ("responsible", "consulted", "informed"),
    (KeyResultSpec, "commitment"): _COMMITMENT,
    (DriverSpec, "kind"): ("primary", "secondary", "idea"),
    (StoppedSpec, "kind"): ("stopped", "paused"),
    (PredictionSpec, "direction"): _UP_DOWN,
    (InitiativeSpec, "status"): ("planned", "active", "finished", "stopped"),
    (RightSpec, "kind"): (
        "spend",
        "staff",
        "start_initiative",
        "stop_initiative",
        "set_aim",
        "change_process",
        "move_capacity",
    ),
    (TargetSpec, "commitment"): _COMMITMENT,
    (LimitSpec, "side"): ("high", "low"),
    (LinkSpec, "sign"): ("+", "-"),
    (LinkSpec, "grade"): ("strong", "moderate", "contested", "judgement", "structural"),
    (LinkSpec, "origin"): ("library", "local"),
    (TradeOffSpec, "push_direction"): (*_UP_DOWN, "band"),
    (TradeOffSpec, "guard_direction"): _UP_DOWN,
    (TradeOffSpec, "origin"): ("library", "local"),
    (MeasureSpec, "grain"): ("day", "week", "month", "quarter", "event"),
    (MeasureSpec, "scoring"): ("proportion", "ratio", "rate", "count", "continuous"),
    (MeasureSpec, "direction"): ("up", "down", "band", "none"),
    (MeasureSpec, "roll_up"): ("ratio_of_sums", "sum", "none"),
}
"""The words that a field takes."""

REFERS: Final[Mapping[tuple[type, str], str]] = {
    (ObjectiveSpec, "domain"): "domain",
    (ObjectiveSpec, "unit"): "unit",
    (ObjectiveSpec, "sponsor"): "post",
    (ObjectiveSpec, "owner"): "post",
    (ObjectiveSpec, "parents"): "objective",
    (MeasureRole, "measure"): "measure",
    (MeasureRole, "owner"): "post",
    (ContributorSpec, "post"): "post",
    (ContributorSpec, "handoff"): "measure",
    (ContributorSpec, "unit"): "unit",
    (ContributionSpec, "parent"): "objective",
    (CauseEffectSpec, "effect"): "objective",
    (KeyResultSpec, "measure"): "measure",
    (KeyResultSpec, "unit"): "unit",
    (KeyResultSpec, "owner"): "post",
    (DriverSpec, "parent"): "driver",
    (DriverSpec, "measure"): "measure",
    (PrecedenceSpec, "winner"): "objective",
    (PrecedenceSpec, "loser"): "objective",
    (StoppedSpec, "post"): "post",
    (HoursSpec, "post"): "post",
    (WaiverSpec, "post"): "post",
    (InitiativeSpec, "objective"): "objective",
    (InitiativeSpec, "owner"): "post",
    (InitiativeSpec, "idea"): "driver",
    (PredictionSpec, "measure"): "measure",
    (PredictionSpec, "unit"): "unit",
    (ActionSpec, "objective"): "objective",
    (ActionSpec, "unit"): "unit",
    (ActionSpec, "owner"): "post",
    (ActionSpec, "initiative"): "initiative",
    (PostSpec, "unit"): "unit",
    (RightSpec, "scope"): "unit",
    (TargetSpec, "measure"): "measure",
    (TargetSpec, "unit"): "unit",
    (TargetSpec, "post"): "post",
    (LimitSpec, "measure"): "measure",
    (LimitSpec, "unit"): "unit",
    (LinkSpec, "lead"): "measure",
    (LinkSpec, "lag"): "measure",
    (TradeOffSpec, "push"): "measure",
    (TradeOffSpec, "guard"): "measure",
    (ObligationSpec, "unit"): "unit",
    (ObligationSpec, "owner"): "post",
    (ObligationSpec, "measure"): "measure",
    (ForumSpec, "unit"): "unit",
    (ForumSpec, "chair"): "post",
    (ForumSpec, "sponsor"): "post",
    (ForumSpec, "domains"): "domain",
    (ForumSpec, "measures"): "measure",
    (ForumSpec, "members"): "account",
}
"""The kind of thing that a field names by its key."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One value of a document: where it stands (`plan.objectives[2].owner`), and in what kind of entry."""

    place: str
    kind: type
    field: str
    value: Any
    above: tuple[Any, ...]  # the entries that hold it, outermost first


def spots(entry: Any, place: str = "", above: tuple[Any, ...] = ()) -> Iterator[Spot]:
    """Every value below an entry that is no list of entries, in the order of the file."""
    holding = (*above, entry)
    for one in fields(entry):
        value, here = getattr(entry, one.name), f"{place}.{one.name}".lstrip(".")
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            for number, item in enumerate(value):
                yield from spots(item, f"{here}[{number}]", holding)
        elif isinstance(value, tuple) and REFERS.get((type(entry), one.name)):
            for number, item in enumerate(value):
                yield Spot(f"{here}[{number}]", type(entry), one.name, item, holding)
        elif is_dataclass(value):
            yield from spots(value, here, holding)
        else:
            yield Spot(here, type(entry), one.name, value, holding)


def named_measures(document: Any) -> set[str]:
    """The keys of the measures that something in the plan names."""
    return {spot.value for spot in spots(document) if spot.value and REFERS.get((spot.kind, spot.field)) == "measure"}


def key_of(entry: Any) -> tuple[str, ...]:
    """What tells the entry from its neighbours, as text."""
    return tuple(str(getattr(entry, name)) for name in KEYS[type(entry)])
