"""The records of measuring: definitions, series and what is said of them, feeds, observations."""

from wellrun.measures.models.definitions import Measure, MeasureVersion
from wellrun.measures.models.feeds import Feed, QualityIssue, Receipt, Remark, Source
from wellrun.measures.models.observations import Observation, SupersededObservation
from wellrun.measures.models.said import BaselineProposal, Event, Exclusion, Trigger
from wellrun.measures.models.series import Phase, Series, Target

__all__ = [
    "BaselineProposal",
    "Event",
    "Exclusion",
    "Feed",
    "Measure",
    "MeasureVersion",
    "Observation",
    "Phase",
    "QualityIssue",
    "Receipt",
    "Remark",
    "Series",
    "Source",
    "SupersededObservation",
    "Target",
    "Trigger",
]
