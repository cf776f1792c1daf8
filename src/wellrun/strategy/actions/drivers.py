"""The driver diagram of an objective: boxes drawn, changed, taken away with what hangs below them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.lib.errors import UserError
from wellrun.measures.models import Measure
from wellrun.strategy.actions.noting import note_part
from wellrun.strategy.errors import title_needed
from wellrun.strategy.models import DriverNode, Objective
from wellrun.strategy.permission import Doer, permit_unit

Kind = DriverNode.Kind


@transaction.atomic
def draw_driver(
    *,
    objective: Objective,
    key: str,
    kind: str,
    text: str,
    parent: DriverNode | None = None,
    measure: Measure | None = None,
    position: int = 0,
    by: Doer,
) -> DriverNode:
    """Draw a box, or change the one with that key. Raises `title_needed`, `driver_hangs_wrong`."""
    permit_unit(by, objective.unit_id)
    if not text.strip():
        raise title_needed()
    if not _hangs_right(objective, kind, parent, key):
        raise UserError(
            "driver_hangs_wrong",
            _("A primary driver stands by itself; a secondary one hangs below a primary, an idea below either."),
        )
    values = {"kind": kind, "text": text.strip(), "parent": parent, "measure": measure, "position": position}
    known = DriverNode.objects.filter(objective=objective, key=key).first()
    if known is not None and all(getattr(known, name) == value for name, value in values.items()):
        return known
    before = {"text": known.text, "kind": known.kind} if known else {}
    node, _new = DriverNode.objects.update_or_create(objective=objective, key=key, defaults=values)
    after = {"text": node.text, "kind": kind, "parent": parent.key if parent else None}
    note_part(objective, key, "draw_driver", "driver", node, before=before, after=after, by=by)
    return node


@transaction.atomic
def rub_out_driver(*, node: DriverNode, by: Doer) -> None:
    """Take a box away, with all that hangs below it."""
    permit_unit(by, node.objective.unit_id)
    note_part(node.objective, node.key, "rub_out_driver", "driver", node, before={"text": node.text}, by=by)
    node.delete()


def _hangs_right(objective: Objective, kind: str, parent: DriverNode | None, key: str) -> bool:
    if parent is None:
        return kind == Kind.PRIMARY
    if parent.objective_id != objective.pk or parent.key == key:
        return False
    above = {Kind.SECONDARY: (Kind.PRIMARY,), Kind.IDEA: (Kind.PRIMARY, Kind.SECONDARY)}
    return parent.kind in above.get(Kind(kind), ())
