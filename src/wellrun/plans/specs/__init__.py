"""What a plan file may say, part by part. Everything names everything else by its key.

A field at its default is left out of the file; figures are as stored (a proportion is 0 to 1).
"""

from wellrun.plans.specs.deciding import ForumSpec, ObligationSpec, PostSpec, RightSpec
from wellrun.plans.specs.measure import LimitSpec, LinkSpec, TargetSpec, TradeOffSpec
from wellrun.plans.specs.objective import (
    CauseEffectSpec,
    ClosingSpec,
    ContributionSpec,
    ContributorSpec,
    DriverSpec,
    KeyResultSpec,
    MeasureRole,
    ObjectiveSpec,
    SliceSpec,
)
from wellrun.plans.specs.plan import DomainSpec, PlanSpec, PrecedenceSpec, StoppedSpec, WaiverSpec
from wellrun.plans.specs.work import ActionSpec, HoursSpec, InitiativeSpec, PredictionSpec

__all__ = [
    "ActionSpec",
    "CauseEffectSpec",
    "ClosingSpec",
    "ContributionSpec",
    "ContributorSpec",
    "DomainSpec",
    "DriverSpec",
    "ForumSpec",
    "HoursSpec",
    "InitiativeSpec",
    "KeyResultSpec",
    "LimitSpec",
    "LinkSpec",
    "MeasureRole",
    "ObjectiveSpec",
    "ObligationSpec",
    "PlanSpec",
    "PostSpec",
    "PrecedenceSpec",
    "PredictionSpec",
    "RightSpec",
    "SliceSpec",
    "StoppedSpec",
    "TargetSpec",
    "TradeOffSpec",
    "WaiverSpec",
]
