"""What a fix is called on a button or a line, and where in a plan file it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from wellrun.check.rule import Fix
from wellrun.library.shelf import library

_WORDS: Final[Mapping[str, str]] = {
    "add_caveat": "Say what is contested about it",
    "add_contributor": "Name a team that takes part",
    "add_initiative": "Begin an initiative for it",
    "add_key_result": "Add a key result",
    "add_measure": "Add a measure",
    "add_objective": "Write down an objective in this domain",
    "add_parent": "Say what it serves",
    "add_prediction": "Say what it is to move",
    "add_right": "Say who may decide",
    "agree": "Go on with the exchange",
    "change_aim": "Set the aim anew",
    "change_key_result": "Say the key result anew",
    "change_part": "Say what its part is",
    "answer_escalation": "Answer it",
    "bring_forward": "See to it before it falls due, and say so",
    "declare_hours": "Declare the hours it needs",
    "define_measure": "Complete its definition",
    "edit_action": "Complete the action",
    "edit_note": "Look at the text",
    "edit_right": "Change the decision right",
    "escalate": "Ask another post, or say that it is stuck",
    "fill_post": "Put somebody into the post",
    "leave_out_measure": "Choose a measure to do without",
    "meet": "Say that it is met",
    "move_start": "Let it begin on another day",
    "name_evidence": "Name what shows that it is met",
    "offer_down": "Ask a unit to take on a part",
    "predict": "Complete the prediction",
    "put_before_forum": "Put it before a forum",
    "rank": "Rank the priorities",
    "remove_parent": "Let it serve that no more",
    "rename_measure": "Rename the measure",
    "rename_objective": "Rewrite it as an outcome",
    "rule_on": "Say which one wins",
    "say_confidence": "Say how confident you are",
    "say_structural": "Say that it is arithmetic",
    "set_baseline": "State its baseline",
    "set_ceiling": "Set a ceiling",
    "set_chart": "Choose another chart",
    "set_contribution": "Say how much of the gap it takes on",
    "set_end": "Say when it ends",
    "set_direction": "Say which way it is to go",
    "set_handoff": "Name the hand-off measure",
    "set_hours": "Say whose hours it takes",
    "set_limit": "Set a same-day limit",
    "set_new_baseline": "Begin a new baseline",
    "set_obligation_owner": "Name who answers for it",
    "set_owner": "Name the one post that answers",
    "set_perspective": "Choose its perspective",
    "set_sponsor": "Name a sponsor",
    "set_target": "Set the aim for the unit instead",
    "stop": "Say what is stopped",
    "take_aim_back": "Take the aim back",
    "take_off_forum": "Take it off the forum",
}
ADOPT: Final = "Take the measure from the library first"
_ROLES: Final = {"lag": "Add a measure of the result", "lead": "Add a lead", "balancing": "Add a balancing measure"}

_OF_OBJECTIVE: Final = "objectives › {objective}"
_IN_FILE: Final[Mapping[str, str]] = {
    "add_caveat": "links › {link} › caveat",
    "add_contributor": _OF_OBJECTIVE + " › contributors",
    "add_initiative": "initiatives",
    "add_key_result": _OF_OBJECTIVE + " › quarters › {starts} › key_results",
    "add_measure": _OF_OBJECTIVE + " › measures",
    "add_objective": "objectives",
    "add_parent": _OF_OBJECTIVE + " › parents",
    "add_prediction": "initiatives › {initiative} › targets",
    "add_right": "posts › rights",
    "change_aim": "targets",
    "change_key_result": _OF_OBJECTIVE + " › quarters",
    "change_part": _OF_OBJECTIVE + " › contributors",
    "declare_hours": "hours",
    "define_measure": "measures › {measure}",
    "edit_right": "posts › {post} › rights",
    "meet": "obligations › {obligation} › met_on",
    "leave_out_measure": _OF_OBJECTIVE + " › measures",
    "move_start": "initiatives › {initiative} › starts",
    "name_evidence": "obligations › {obligation} › evidence",
    "predict": "initiatives › {initiative}",
    "put_before_forum": "forums › measures",
    "rank": "objectives › {objective} › rank",
    "remove_parent": _OF_OBJECTIVE + " › parents",
    "rename_measure": "measures › {measure} › name",
    "rename_objective": _OF_OBJECTIVE + " › title",
    "rule_on": "precedences",
    "say_structural": "links › {link} › grade",
    "set_baseline": "targets",
    "set_ceiling": "posts › {post} › rights",
    "set_contribution": "objectives › {child} › contributions",
    "set_direction": _OF_OBJECTIVE + " › measures",
    "set_end": "initiatives › {initiative} › ends",
    "set_handoff": _OF_OBJECTIVE + " › contributors",
    "set_hours": "initiatives › {initiative} › hours",
    "set_limit": "limits",
    "set_obligation_owner": "obligations › {obligation} › owner",
    "set_owner": _OF_OBJECTIVE + " › measures",
    "set_perspective": _OF_OBJECTIVE + " › perspective",
    "set_sponsor": _OF_OBJECTIVE + " › sponsor",
    "set_target": "targets",
    "stop": "stopped",
    "take_aim_back": "targets",
    "take_off_forum": "forums › {forum} › measures",
}
# What is left out of a line says where it goes, or whose it is, and not what is written there.
_PLACES: Final = frozenset({"objective", "initiative", "obligation", "forum", "child", "link", "plan"})


def fix_words(verb: str, values: Mapping[str, Any]) -> str:
    """What the fix does, as the words of a link: "Add a balancing measure"."""
    if verb == "add_measure" and values.get("role") in _ROLES:
        return _ROLES[str(values["role"])]
    if verb == "add_measure" and values.get("measure"):
        return "Give the measure to an objective of its domain"
    if verb == "add_objective" and not values.get("domain"):
        return "Write down an objective for it"
    return _WORDS[verb]


def in_file(fix: Fix) -> str:
    """Where in a plan file it is written and what is known of it; empty where it is not a matter of the file."""
    place = _IN_FILE.get(fix.verb)
    if place is None or any(f"{{{name}}}" in place and not value for name, value in fix.values.items()):
        return ""
    known = {name: value for name, value in fix.values.items() if name not in _PLACES and value is not None}
    if found := library().find(str(known.get("measure", ""))):
        known["measure"] = found.key
    said = "{" + ", ".join(f"{name}: {value}" for name, value in known.items()) + "}" if known else ""
    try:
        where = place.format(**fix.values)
    except KeyError:
        return ""
    return f"{where}: {said}" if said else where
