"""A change of a plan in words: what was done, to what, from what to what."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellrun.strategy.models import PlanChange

_STAGES: Final = {
    "draft": gettext_lazy("a draft"),
    "consultation": gettext_lazy("in consultation"),
    "active": gettext_lazy("in force"),
    "closed": gettext_lazy("closed"),
}
_VERBS: Final[dict[str, str | Promise]] = {
    "draft_plan": gettext_lazy("began it as a draft"),
    "clone_plan": gettext_lazy("began it with the objectives of another plan"),
    "take_over_plan": gettext_lazy("wrote it down, in force already"),
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
    "take_off_stop_list": gettext_lazy("took it off the stop list"),
    "declare_hours": gettext_lazy("declared hours"),
    "push_in_quarter": gettext_lazy("said what is pushed in the quarter"),
    "set_key_result": gettext_lazy("set a key result"),
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
}
LONGEST = 160


def kind_word(kind: str) -> str:
    """What kind of thing was changed, as a heading."""
    return str(_KINDS.get(kind, kind.replace("_", " ").capitalize()))


def verb_words(change: PlanChange) -> str:
    """What was done. The verbs of a plan file say what became of an entry; its kind is told beside it."""
    known = _VERBS.get(change.verb) or _OF_A_FILE.get(change.verb.partition("_")[0])
    return str(known) if known else change.verb.replace("_", " ")


def details(change: PlanChange) -> list[str]:
    """From what to what, a line for each thing that changed."""
    names = list(dict.fromkeys([*change.before, *change.after]))
    return [line for name in names if (line := _detail(change, name))]


def _detail(change: PlanChange, name: str) -> str:
    before, after = change.before.get(name), change.after.get(name)
    if before == after:
        return ""
    shown = {"name": _called(name), "before": _word(name, before), "after": _word(name, after)}
    if name not in change.before or before in (None, "", []):
        return _("%(name)s: %(after)s") % shown if after not in (None, "", []) else ""
    if name not in change.after:
        return _("%(name)s was %(before)s") % shown
    return _("%(name)s: %(before)s → %(after)s") % shown


def _called(name: str) -> str:
    return name.replace("_", " ")


def _word(name: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return _("nothing")
    if name == "stage":
        return str(_STAGES.get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _shortened(", ".join(_word("", one) for one in value))
    if isinstance(value, dict):
        return _shortened(", ".join(f"{_called(key)} {_word(key, one)}" for key, one in value.items()))
    return _shortened(f"{value:g}" if isinstance(value, float) else str(value))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
