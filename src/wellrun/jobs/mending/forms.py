"""Which form mends what the check found: of each fix the address, and what of it is filled in already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

_SAME: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class FixForm:
    """`address`: the name of the page; `about`: the kind of record it is of, whose key is the value `named`.

    `fields`: the values that go into the form, by their name in it; what a fix does not say is left out.
    """

    address: str
    about: str
    named: str = ""
    fields: Mapping[str, str] = field(default_factory=lambda: _SAME)


def _form(address: str, about: str, *fields: str, named: str = "", **renamed: str) -> FixForm:
    return FixForm(address, about, named, MappingProxyType({name: name for name in fields} | renamed))


FORMS: Final[Mapping[str, FixForm]] = {
    # What is the whole plan's: written by who chairs the enterprise.
    "rank": _form("plan_ranking", "plan", "objective"),
    "rule_on": _form("plan_rulings", "plan", "winner", "loser"),
    "stop": _form("plan_stop_list", "plan"),
    "add_objective": _form("objective_new", "plan", "domain"),
    "add_right": _form("rights", "enterprise", "kind", "forum", "scope"),
    "set_ceiling": _form("rights", "enterprise", "post", "kind", "scope"),
    "edit_right": _form("rights", "enterprise", "post", "kind", "scope"),
    "add_caveat": _form("links", "links", "link"),
    "say_structural": _form("links", "links", "link"),
    # What is an objective's: written by who chairs its unit.
    "rename_objective": _form("objective_edit", "objective"),
    "set_perspective": _form("objective_edit", "objective"),
    "set_sponsor": _form("objective_edit", "objective"),
    "add_parent": _form("objective_parents", "objective"),
    "remove_parent": _form("objective_parents", "objective", "parent"),
    "set_contribution": _form("objective_parents", "objective", "parent", named="child"),
    "add_measure": _form("objective_roles", "objective", "measure", "role"),
    "set_direction": _form("objective_roles", "objective", "measure"),
    "set_owner": _form("objective_roles", "objective", "measure", "owner"),
    "leave_out_measure": _form("objective_roles", "objective"),
    "add_contributor": _form("objective_contributors", "objective", "team"),
    "change_part": _form("objective_contributors", "objective", "team"),
    "set_handoff": _form("objective_contributors", "objective", "team"),
    "offer_down": _form("objective_catchball", "objective"),
    "agree": _form("objective_catchball", "objective", "unit", named="parent"),
    "add_key_result": _form("objective_quarters", "objective", "starts"),
    "change_key_result": _form("objective_quarters", "objective"),
    "say_confidence": _form("objective_quarters", "objective"),
    "add_initiative": _form("initiative_new", "objective", "measure", "unit"),
    # What is an initiative's, a post's, an obligation's.
    "add_prediction": _form("initiative_predictions", "initiative"),
    "predict": _form("initiative_predictions", "initiative"),
    "set_end": _form("initiative_edit", "initiative"),
    "move_start": _form("initiative_edit", "initiative"),
    "set_hours": _form("initiative_hours", "initiative"),
    "declare_hours": _form("plan_hours", "post", "post", "hours_a_week"),
    "fill_post": _form("post_fill", "staffing", named="post"),
    "set_obligation_owner": _form("obligations", "obligation", "obligation"),
    "name_evidence": _form("obligations", "obligation", "obligation"),
    "meet": _form("obligations", "evidence", "obligation", named="obligation"),
    "bring_forward": _form("obligations", "obligation", "obligation"),
    # What is a measure's: its meaning, its aim, its figures, who looks at it.
    "define_measure": _form("own_edit", "definition", named="measure"),
    "rename_measure": _form("own_edit", "definition", named="measure"),
    "set_baseline": _form("targets", "aim", named="measure"),
    "change_aim": _form("targets", "aim", named="measure"),
    "set_target": _form("targets", "aim", "post", named="measure"),
    "set_chart": _form("judging", "figures", named="measure"),
    "set_limit": _form("limits", "figures", named="measure"),
    "set_new_baseline": _form("baseline_new", "figures", named="measure"),
    "put_before_forum": _form("measure_forums", "measure"),
    "take_off_forum": _form("measure_forums", "measure", "forum"),
    # What is done and said: where it stands.
    "edit_action": _form("action", "action"),
    "escalate": _form("action", "action"),
    "answer_escalation": _form("escalation", "escalation"),
    "edit_note": _form("", "note"),
}
"""By the verb of the fix."""
