"""Which form mends what the check found: of each fix the address, and what of it is filled in already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

_SAME: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class FixForm:
    """`address`: the name of the page; `about`: the kind of record it is of, whose key is the value `named`.

    `fields`: the values that go into the form, by their name in it; what a fix does not say is left out, but for the
    `emptied`, which a fix that names nothing empties. `always` goes into the form whatever the fix says.
    """

    address: str
    about: str
    named: str = ""
    fields: Mapping[str, str] = field(default_factory=lambda: _SAME)
    emptied: frozenset[str] = frozenset()
    always: Mapping[str, str] = field(default_factory=lambda: _SAME)


def _form(address: str, about: str, *fields: str, named: str = "", **renamed: str) -> FixForm:
    return FixForm(address, about, named, MappingProxyType({name: name for name in fields} | renamed))


def _emptied(form: FixForm, *names: str) -> FixForm:
    return replace(form, emptied=frozenset(names))


def _always(form: FixForm, **said: str) -> FixForm:
    return replace(form, always=MappingProxyType(said))


FORMS: Final[Mapping[str, FixForm]] = {
    # What is the whole plan's: written by who chairs the enterprise.
    "rank": _form("plan_ranking", "plan", "objective"),
    "rule_on": _form("plan_rulings", "plan", "winner", "loser"),
    "stop": _form("plan_stop_list", "plan"),
    "add_objective": _form("objective_new", "plan", "domain", "unit"),
    "add_right": _form("rights", "enterprise", "kind", "forum", "scope"),
    "set_ceiling": _form("rights", "enterprise", "post", "kind", "scope"),
    "edit_right": _form("rights", "enterprise", "post", "kind", "scope", "within"),
    "add_caveat": _form("links", "links", "link"),
    "say_structural": _form("links", "links", "link"),
    # What is an objective's: written by who chairs its unit.
    "rename_objective": _form("objective_edit", "objective"),
    "set_perspective": _form("objective_edit", "objective"),
    "set_sponsor": _form("objective_edit", "objective"),
    "add_parent": _form("objective_parents", "objective"),
    "remove_parent": _form("objective_parents", "objective", stop="parent"),
    "set_contribution": _form("objective_parents", "objective", "parent", named="child"),
    "add_measure": _form("objective_roles", "objective", "measure", "role"),
    "set_direction": _form("objective_roles", "objective", "measure", "direction"),
    "set_owner": _form("objective_roles", "objective", "measure", "owner"),
    "leave_out_measure": _always(_form("objective_roles", "objective"), leave_out="1"),
    "add_contributor": _form("objective_contributors", "objective", "team"),
    "change_part": _form("objective_contributors", "objective", "team", "part"),
    "set_handoff": _form("objective_contributors", "objective", "team"),
    "offer_down": _form("objective_catchball", "objective"),
    "agree": _form("objective_catchball", "objective", "unit", named="parent"),
    "add_key_result": _form("objective_quarters", "objective", "starts"),
    "change_key_result": _form("objective_quarters", "objective", "starts", "measure", "unit"),
    "say_confidence": _always(_form("objective_quarters", "objective", "starts", "measure", "unit"), say="confidence"),
    "add_initiative": _form("initiative_new", "objective", "measure", "unit"),
    # What is an initiative's, a post's, an obligation's.
    "add_prediction": _form("initiative_predictions", "initiative"),
    "predict": _form("initiative_predictions", "initiative", "measure", "unit"),
    "set_end": _form("initiative_edit", "initiative"),
    "move_start": _form("initiative_edit", "initiative", "starts"),
    "set_hours": _form("initiative_hours", "initiative"),
    "declare_hours": _form("plan_hours", "post", "post", "hours_a_week"),
    "fill_post": _form("post_fill", "staffing", named="post"),
    "set_obligation_owner": _form("obligation_edit", "obligation"),
    "name_evidence": _form("obligation_edit", "obligation"),
    "meet": _form("obligation_meet", "evidence", named="obligation"),
    "bring_forward": _form("obligation_meet", "evidence", named="obligation"),
    # What is a measure's: its meaning, its aim, its figures, who looks at it.
    "define_measure": _form("own_edit", "definition", named="measure"),
    "rename_measure": _form("own_edit", "definition", named="measure"),
    "set_baseline": _form("targets", "aim", named="measure"),
    "change_aim": _form("targets", "aim", named="measure"),
    "take_aim_back": _form("target_take_back", "aim", named="measure"),
    "set_target": _emptied(_form("targets", "aim", "post", named="measure"), "post"),
    "set_chart": _form("judging", "figures", named="measure"),
    "set_limit": _form("limits", "figures", named="measure"),
    "set_new_baseline": _always(_form("baseline_new", "figures", named="measure"), reason_kind="definition"),
    "put_before_forum": _form("measure_forums", "measure", "forum"),
    "take_off_forum": _form("measure_forums", "measure", take_off="forum"),
    # What is done and said: where it stands.
    "edit_action": _form("action", "action", "due"),
    "escalate": _always(_form("action", "action", "due", "reason", text="reason"), how="stuck"),
    "answer_escalation": _form("escalation", "escalation"),
    "edit_note": _form("", "note"),
}
"""By the verb of the fix."""
