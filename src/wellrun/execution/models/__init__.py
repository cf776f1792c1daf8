"""What is done about what changed: initiatives, decisions, actions, escalations."""

from wellrun.execution.models.action import Action, ActionUpdate
from wellrun.execution.models.decision import Decision
from wellrun.execution.models.escalation import Escalation
from wellrun.execution.models.initiative import Initiative, InitiativeHours, InitiativeTarget, InitiativeUpdate

__all__ = [
    "Action",
    "ActionUpdate",
    "Decision",
    "Escalation",
    "Initiative",
    "InitiativeHours",
    "InitiativeTarget",
    "InitiativeUpdate",
]
