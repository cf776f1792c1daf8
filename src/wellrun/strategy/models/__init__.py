"""Strategy as records: the plan of a cycle, its objectives, and what is believed to move what."""

from wellrun.strategy.models.catchball import Catchball, CatchballTurn
from wellrun.strategy.models.choices import DeclaredHours, Precedence, Stopped
from wellrun.strategy.models.drivers import DriverNode
from wellrun.strategy.models.links import InfluenceLink, TradeOff
from wellrun.strategy.models.objective import (
    CauseEffect,
    Contributor,
    Objective,
    ObjectiveMeasure,
    ObjectiveParent,
)
from wellrun.strategy.models.obligation import Obligation
from wellrun.strategy.models.plan import Domain, Plan, PlanChange, PlanVersion
from wellrun.strategy.models.quarter import ConfidenceCheck, KeyResult, QuarterSlice

__all__ = [
    "Catchball",
    "CatchballTurn",
    "CauseEffect",
    "ConfidenceCheck",
    "Contributor",
    "DeclaredHours",
    "Domain",
    "DriverNode",
    "InfluenceLink",
    "KeyResult",
    "Objective",
    "ObjectiveMeasure",
    "ObjectiveParent",
    "Obligation",
    "Plan",
    "PlanChange",
    "PlanVersion",
    "Precedence",
    "QuarterSlice",
    "Stopped",
    "TradeOff",
]
