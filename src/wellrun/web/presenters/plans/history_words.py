"""A change of a plan in words: what was done, to what, from what to what."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wellrun.strategy.models import PlanChange

_VERBS: Final[dict[str, str | Promise]] = {
    "draft_plan": gettext_lazy("began it as a draft"),
    "clone_plan": gettext_lazy("began it with the objectives of another plan"),
    "move_plan": gettext_lazy("changed its stage"),
    "rank_objectives": gettext_lazy("put the enterprise objectives in another order"),
    "add_objective": gettext_lazy("wrote down the objective"),
    "change_objective": gettext_lazy("changed the objective"),
    "retire_objective": gettext_lazy("gave up the objective"),
    "serve": gettext_lazy("said what it serves"),
    "stop_serving": gettext_lazy("took back what it serves"),
    "give_role": gettext_lazy("gave a measure a role"),
    "change_role": gettext_lazy("changed the role of a measure"),
    "take_role": gettext_lazy("took the role of a measure away"),
    "add_contributor": gettext_lazy("named a team that takes part"),
    "change_contributor": gettext_lazy("changed the part of a team"),
    "remove_contributor": gettext_lazy("let a team go"),
    "draw_arrow": gettext_lazy("drew an arrow of the map"),
    "rub_out_arrow": gettext_lazy("took an arrow off the map"),
    "draw_driver": gettext_lazy("drew a driver"),
    "place_driver": gettext_lazy("moved a driver"),
    "rub_out_driver": gettext_lazy("took a driver away"),
    "rule_precedence": gettext_lazy("ruled which of two wins"),
    "withdraw_precedence": gettext_lazy("took a ruling back"),
    "put_on_stop_list": gettext_lazy("put it on the stop list"),
    "change_stop_list": gettext_lazy("said anew what is stopped"),
    "take_off_stop_list": gettext_lazy("took it off the stop list"),
    "declare_hours": gettext_lazy("declared hours"),
    "state_waiver": gettext_lazy("set a finding aside"),
    "withdraw_waiver": gettext_lazy("let a finding count again"),
    "push_in_quarter": gettext_lazy("said what is pushed in the quarter"),
    "set_key_result": gettext_lazy("set a key result"),
    "take_key_result": gettext_lazy("took a key result away"),
    "check_in": gettext_lazy("said how sure they are"),
    "close_quarter": gettext_lazy("closed the quarter"),
    "catchball_proposed": gettext_lazy("asked a unit for a part"),
    "catchball_countered": gettext_lazy("answered otherwise"),
    "catchball_agreed": gettext_lazy("agreed on a part"),
    "catchball_withdrawn": gettext_lazy("took the question back"),
}
_OF_A_FILE: Final[dict[str, str | Promise]] = {
    "add": gettext_lazy("wrote it down"),
    "change": gettext_lazy("changed it"),
    "remove": gettext_lazy("took it away"),
    "reorder": gettext_lazy("put it in another order"),
}
_KINDS: Final[dict[str, str | Promise]] = {
    "plan": gettext_lazy("The plan"),
    "objective": gettext_lazy("Objectives"),
    "parent": gettext_lazy("What serves what"),
    "role": gettext_lazy("Roles of measures"),
    "contributor": gettext_lazy("Teams that take part"),
    "arrow": gettext_lazy("Arrows of the map"),
    "driver": gettext_lazy("Drivers"),
    "quarter": gettext_lazy("Quarters"),
    "key result": gettext_lazy("Key results"),
    "catchball": gettext_lazy("Exchanges"),
    "precedence": gettext_lazy("Rulings"),
    "stopped": gettext_lazy("Stop list"),
    "hours": gettext_lazy("Hours"),
    "waiver": gettext_lazy("Exceptions"),
    "initiative": gettext_lazy("Initiatives"),
    "target": gettext_lazy("Aims"),
    "domain": gettext_lazy("Domains"),
    "post": gettext_lazy("Posts"),
    "forum": gettext_lazy("Forums"),
    "link": gettext_lazy("Links"),
    "measure": gettext_lazy("Measures"),
    "obligation": gettext_lazy("Obligations"),
    "action": gettext_lazy("Actions"),
    "trade_off": gettext_lazy("Trade-offs"),
    "post_right": gettext_lazy("What posts may decide"),
    "forum_right": gettext_lazy("What forums may decide"),
}


def kind_word(kind: str) -> str:
    """What kind of thing was changed, as a heading."""
    return str(_KINDS.get(kind, kind.replace("_", " ").capitalize()))


def verb_words(change: PlanChange) -> str:
    """What was done. The verbs of a plan file say what became of an entry; its kind is told beside it."""
    known = _VERBS.get(change.verb) or _OF_A_FILE.get(change.verb.partition("_")[0])
    return str(known) if known else change.verb.replace("_", " ")
