"""Privacy: nobody can be recognised, in words or in figures, and nothing privileged is copied out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wellrun.check.facts import CellFacts, ModelFacts, NoteFacts
from wellrun.check.identifiers import identifiers_in, safety_markers_in
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, NotChecked, Thresholds, Value, rule


@rule("PRV-01", "note", "A text in %(place)s holds what looks like %(kinds)s.")
def identifier_in_text(facts: ModelFacts, note: NoteFacts, t: Thresholds) -> Answer:
    """A free text that may tell who a patient is."""
    kinds = identifiers_in(note.text)
    if not kinds:
        return CLEAR
    return Hit({"place": _place(facts, note), "kinds": ", ".join(kinds)}, fix=Fix("edit_note", {"note": note.key}))


@rule(
    "PRV-02",
    "cell",
    "%(cell)s counts fewer than %(threshold)d, and it is shown or can be worked out from what is shown.",
)
def small_cell(facts: ModelFacts, cell: CellFacts, t: Thresholds) -> Answer:
    """A small count in sight, or a hidden one that the totals beside it give away.

    The range left for a hidden count must cover all small counts, or be at least as wide as the threshold. Nought is
    shown.
    """
    values: dict[str, Value] = {"cell": cell.key, "threshold": cell.threshold}
    if not cell.hidden:
        if cell.count is None:
            return NotChecked("The count is not known.")
        return Hit(values) if 0 < cell.count < cell.threshold else CLEAR
    if cell.least is None or cell.most is None:
        return NotChecked("The range that the shown totals leave for it is not worked out.")
    covers = cell.least <= 1 and cell.most >= cell.threshold - 1
    return CLEAR if covers or cell.most - cell.least >= cell.threshold else Hit(values)


@rule(
    "PRV-03",
    "note",
    "A text in %(place)s looks copied from the safety-event system (“%(marker)s”): its privilege can be lost.",
    headings=2,
)
def privileged_text(facts: ModelFacts, note: NoteFacts, t: Thresholds) -> Answer:
    """Root-cause material outside the system that protects it."""
    markers = safety_markers_in(note.text, int(t["headings"]))
    if not markers:
        return CLEAR
    return Hit({"place": _place(facts, note), "marker": "”, “".join(markers)}, fix=Fix("edit_note", {"note": note.key}))


def _place(facts: ModelFacts, note: NoteFacts) -> str:
    """Where a text stands, by the title of what it belongs to; by its key where the title may tell who somebody is."""
    kind, _, rest = note.key.partition("/")
    key, _, name = rest.partition("/")
    there: dict[str, Iterable[Any]] = {
        "objective": facts.objectives,
        "initiative": facts.initiatives,
        "obligation": facts.obligations,
    }
    title = next((one.title for one in there.get(kind, ()) if one.key == key), "")
    if not title or name == "title" or identifiers_in(title) or safety_markers_in(title, 1):
        return note.place
    return f"the {name.replace('_', ' ')} of “{title}”"
