"""What can be done in this room: set up forums, hold sittings, raise and settle items."""

from wellrun.reviews.actions.alarm_budget import keep_unraised, set_alarm_budget
from wellrun.reviews.actions.answers import Answers, answer_questions, settle_item
from wellrun.reviews.actions.defer import defer_item
from wellrun.reviews.actions.escalations import reply_to_escalation, take_back_escalation
from wellrun.reviews.actions.forum_measures import put_before_forum, take_off_forum
from wellrun.reviews.actions.forums import add_forum, add_member, amend_forum, remove_member, retire_forum
from wellrun.reviews.actions.items import choose_scope, fold_signals, name_next_owner, note_drivers, raise_item
from wellrun.reviews.actions.outcomes import ActionSpec, DecisionSpec, EscalationSpec, close_item_with
from wellrun.reviews.actions.reopen import reopen_item
from wellrun.reviews.actions.rights import change_right, give_right, remove_right
from wellrun.reviews.actions.sittings import close_review, open_review, schedule_review
from wellrun.reviews.actions.stalled import cancel_action, complete_action, end_initiative

__all__ = [
    "ActionSpec",
    "Answers",
    "DecisionSpec",
    "EscalationSpec",
    "add_forum",
    "add_member",
    "amend_forum",
    "answer_questions",
    "cancel_action",
    "change_right",
    "choose_scope",
    "close_item_with",
    "close_review",
    "complete_action",
    "defer_item",
    "end_initiative",
    "fold_signals",
    "give_right",
    "keep_unraised",
    "name_next_owner",
    "note_drivers",
    "open_review",
    "put_before_forum",
    "raise_item",
    "remove_member",
    "remove_right",
    "reopen_item",
    "reply_to_escalation",
    "retire_forum",
    "schedule_review",
    "set_alarm_budget",
    "settle_item",
    "take_back_escalation",
    "take_off_forum",
]
