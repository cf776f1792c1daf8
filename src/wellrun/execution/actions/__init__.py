"""What can be done in this room: ask, answer, report, decide, hand up, start."""

from wellrun.execution.actions.answer import accept_action, agree_counter, counter_action, decline_action, insist
from wellrun.execution.actions.ask import assign_action, cancel_action, reassign_action
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
    "complete_action",
    "counter_action",
    "decline_action",
    "end_initiative",
    "escalate",
    "insist",
    "reassign_action",
    "record_decision",
    "reopen_action",
    "report_on_initiative",
    "report_progress",
    "start_initiative",
    "take_back_decision",
    "withdraw_escalation",
]
