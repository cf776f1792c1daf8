"""What can be done in this room: ask, answer, report, decide, hand up, start."""

from wellrun.execution.actions.answer import accept_action, agree_counter, counter_action, decline_action, insist
from wellrun.execution.actions.ask import assign_action, cancel_action, reassign_action
from wellrun.execution.actions.carry_on import carry_on_action, carry_on_initiative
from wellrun.execution.actions.change import change_initiative, predict, set_hours, take_prediction_back
from wellrun.execution.actions.decide import record_decision, take_back_decision
from wellrun.execution.actions.escalate import answer_escalation, escalate, withdraw_escalation
from wellrun.execution.actions.initiative import end_initiative, report_on_initiative, start_initiative
from wellrun.execution.actions.progress import complete_action, reopen_action, report_progress

__all__ = [
    "accept_action",
    "agree_counter",
    "answer_escalation",
    "assign_action",
    "cancel_action",
    "carry_on_action",
    "carry_on_initiative",
    "change_initiative",
    "complete_action",
    "counter_action",
    "decline_action",
    "end_initiative",
    "escalate",
    "insist",
    "predict",
    "reassign_action",
    "record_decision",
    "reopen_action",
    "report_on_initiative",
    "report_progress",
    "set_hours",
    "start_initiative",
    "take_back_decision",
    "take_prediction_back",
    "withdraw_escalation",
]
