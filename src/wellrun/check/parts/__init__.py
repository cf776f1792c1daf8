"""The parts of a strategy model as frozen facts, each as the check looks at it.

`None` says that a fact is not known there, as the holders of posts are not in a plan file: a rule that needs it
answers "not checked". Keys name everything; figures are as stored (a proportion is 0 to 1).
"""

from wellrun.check.parts.deciding import ForumFacts, ObligationFacts, PostFacts, RightFacts
from wellrun.check.parts.measure import LinkFacts, MeasureFacts, TargetFacts, TradeOffFacts
from wellrun.check.parts.objective import (
    ContributionFacts,
    ContributorFacts,
    KeyResultFacts,
    ObjectiveFacts,
    RoleFacts,
    SliceFacts,
    owners_of,
)
from wellrun.check.parts.plan import PlanFacts, WaiverFacts
from wellrun.check.parts.reviewing import CellFacts, EscalationFacts, ItemFacts, NoteFacts
from wellrun.check.parts.work import ActionFacts, InitiativeFacts, PredictionFacts

__all__ = [
    "ActionFacts",
    "CellFacts",
    "ContributionFacts",
    "ContributorFacts",
    "EscalationFacts",
    "ForumFacts",
    "InitiativeFacts",
    "ItemFacts",
    "KeyResultFacts",
    "LinkFacts",
    "MeasureFacts",
    "NoteFacts",
    "ObjectiveFacts",
    "ObligationFacts",
    "PlanFacts",
    "PostFacts",
    "PredictionFacts",
    "RightFacts",
    "RoleFacts",
    "SliceFacts",
    "TargetFacts",
    "TradeOffFacts",
    "WaiverFacts",
    "owners_of",
]
