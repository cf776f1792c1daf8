"""The driver diagram of an objective: boxes drawn, changed, moved, taken away with what hangs below them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.lib.errors import Conflict, UserError
from wellrun.measures.models import Measure
from wellrun.strategy.actions.holding import hold_plan, still_there
from wellrun.strategy.actions.noting import note_part
from wellrun.strategy.driver_suggestion import SuggestedDriver
from wellrun.strategy.errors import title_needed
from wellrun.strategy.models import DriverNode, Objective
from wellrun.strategy.permission import Doer, permit_unit

Kind = DriverNode.Kind
_ABOVE = {Kind.PRIMARY: (), Kind.SECONDARY: (Kind.PRIMARY,), Kind.IDEA: (Kind.PRIMARY, Kind.SECONDARY)}


@transaction.atomic
def draw_driver(
    *,
    objective: Objective,
    key: str,
    kind: str,
    text: str,
    parent: DriverNode | None = None,
    measure: Measure | None = None,
    position: int | None = None,
    by: Doer,
) -> DriverNode:
    """Draw a box, or change the one with that key. Without a position a new one comes last, another stays.

    Raises `title_needed`, `driver_hangs_wrong`, `driver_below_hangs_wrong`, `idea_is_tried`.
    """
    permit_unit(by, objective.unit_id)
    if not text.strip():
        raise title_needed()
    hold_plan(objective.plan_id)
    known = DriverNode.objects.filter(objective=objective, key=key).first()
    if not _hangs_right(objective, kind, parent, key):
        raise UserError(
            "driver_hangs_wrong",
            _("A primary driver stands by itself; a secondary one hangs below a primary, an idea below either."),
        )
    if known is not None and known.kind != kind:
        _refuse_other_kind(known, kind)
    if position is None:
        position = known.position if known is not None else _last_position(objective)
    values = {"kind": kind, "text": text.strip(), "parent": parent, "measure": measure, "position": position}
    if known is not None and all(getattr(known, name) == value for name, value in values.items()):
        return known
    before = _told(known) if known else {}
    node, _new = DriverNode.objects.update_or_create(objective=objective, key=key, defaults=values)
    note_part(objective, key, "draw_driver", "driver", node, before=before, after=_told(node), by=by)
    return node


@transaction.atomic
def draw_suggested(*, objective: Objective, boxes: Iterable[SuggestedDriver], by: Doer) -> int:
    """Draw boxes that were suggested, each after the one it hangs below; how many. Raises what `draw_driver` does."""
    permit_unit(by, objective.unit_id)
    hold_plan(objective.plan_id)
    drawn = {node.key: node for node in DriverNode.objects.filter(objective=objective)}
    count = 0
    for box in boxes:
        if box.key not in drawn:
            drawn[box.key] = draw_driver(
                objective=objective,
                key=box.key,
                kind=box.kind,
                text=box.text,
                parent=drawn[box.parent] if box.parent else None,
                measure=box.measure,
                by=by,
            )
            count += 1
    return count


@transaction.atomic
def place_driver(*, node: DriverNode, earlier: bool, by: Doer) -> bool:
    """Move a box one place up or down among those that hang where it does; False where it is the first or last."""
    permit_unit(by, node.objective.unit_id)
    hold_plan(node.objective.plan_id)
    node = still_there(node)
    beside = DriverNode.objects.filter(objective=node.objective_id, parent=node.parent_id)
    order = list(beside.order_by("position", "key"))
    before = [one.key for one in order]
    at = before.index(node.key)
    other = at - 1 if earlier else at + 1
    if not 0 <= other < len(order):
        return False
    order[at], order[other] = order[other], order[at]
    for position, one in enumerate(order):
        if one.position != position:
            DriverNode.objects.filter(pk=one.pk).update(position=position)
    said = {"before": {"order": before}, "after": {"order": [one.key for one in order]}}
    note_part(node.objective, node.key, "place_driver", "driver", node, **said, by=by)
    return True


@transaction.atomic
def rub_out_driver(*, node: DriverNode, by: Doer) -> None:
    """Take a box away, with all that hangs below it; NotFound where somebody else just did.

    An initiative that tries an idea goes on without it.
    """
    permit_unit(by, node.objective.unit_id)
    hold_plan(node.objective.plan_id)
    node = still_there(node)
    before = {**_told(node), "below": [one.key for one in all_below(node)]}
    note_part(node.objective, node.key, "rub_out_driver", "driver", node, before=before, by=by)
    node.delete()


def all_below(node: DriverNode) -> list[DriverNode]:
    """What hangs below a box, directly or further down; two queries."""
    first = list(DriverNode.objects.filter(parent=node))
    return [*first, *DriverNode.objects.filter(parent__in=first)]


def _told(node: DriverNode) -> dict[str, str | None]:
    return {
        "text": node.text,
        "kind": node.kind,
        "parent": node.parent.key if node.parent else None,
        "measure": node.measure.key if node.measure else None,
    }


def _last_position(objective: Objective) -> int:
    last = DriverNode.objects.filter(objective=objective).order_by("position").last()
    return last.position + 1 if last is not None else 0


def _hangs_right(objective: Objective, kind: str, parent: DriverNode | None, key: str) -> bool:
    if parent is None:
        return kind == Kind.PRIMARY
    if parent.objective_id != objective.pk or parent.key == key or kind not in Kind.values:
        return False
    return parent.kind in _ABOVE[Kind(kind)]


def _refuse_other_kind(known: DriverNode, kind: str) -> None:
    """What hangs below a box must still be able to, and what is tried stays an idea."""
    below = DriverNode.objects.filter(parent=known)
    if any(kind not in _ABOVE[Kind(one.kind)] for one in below):
        raise UserError(
            "driver_below_hangs_wrong",
            _("What hangs below it could not hang there any more: move or rub that out first."),
        )
    if kind != Kind.IDEA and known.initiatives.exists():
        raise Conflict("idea_is_tried", _("An initiative tries this idea, so it stays one."))
