"""What people said and what is closed stays: a plan file takes neither away and changes nothing of a closed quarter."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from wellrun.lib.errors import Conflict
from wellrun.plans.diff import Change
from wellrun.strategy.models import KeyResult, Plan, QuarterSlice

Quarter = tuple[str, str]
"""The key of the objective, and the first day."""


def refuse_what_is_on_record(found: Collection[Change], plan: Plan) -> None:
    """Pass where the changes leave closed quarters and key results that were spoken of as they are; two queries.

    Raises `quarter_closed`, `key_result_spoken_of`, each with all of its kind. What goes with a whole objective is
    kept with it.
    """
    touched = [one for one in found if one.kind in ("slice", "key_result", "closing") and one.verb != "reordered"]
    if not touched:
        return
    closed = sorted({_quarter(one) for one in touched} & _closed(plan))
    if closed:
        sentence = _(
            "The quarter from %(day)s of %(objective)s is closed: a file changes nothing of it and does not open it "
            "again. Export the plan anew, and change that file."
        )
        _refuse("quarter_closed", [sentence % {"day": day, "objective": objective} for objective, day in closed])
    spoken = sorted(_spoken_of(touched, plan))
    if spoken:
        sentence = _(
            "Of the key result on %(measure)s in %(unit)s, quarter from %(day)s of %(objective)s, somebody said how "
            "sure they are: a file does not take it out. Keep it in the file, or take it away first on the page "
            "/plans/%(plan)s/objectives/%(objective)s/quarters/."
        )
        names = ("objective", "day", "measure", "unit")
        lost = [sentence % {**dict(zip(names, one, strict=True)), "plan": plan.key} for one in spoken]
        _refuse("key_result_spoken_of", lost)


def _refuse(code: str, problems: list[str]) -> None:
    raise Conflict(code, problems[0], problems=problems)


def _quarter(change: Change) -> Quarter:
    return change.row.path[0], change.row.path[1]


def _closed(plan: Plan) -> set[Quarter]:
    """Those of objectives that are pursued; one that comes back says only what is said of it now."""
    closed = QuarterSlice.objects.filter(
        objective__plan=plan, objective__retired_on__isnull=True, closed_at__isnull=False
    )
    return {(key, starts.isoformat()) for key, starts in closed.values_list("objective__key", "starts")}


def _spoken_of(touched: Collection[Change], plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """The key results that would go, by themselves or with their quarter, and of which something was said."""
    going = {one.row.path for one in touched if one.verb == "removed"}
    if not going:
        return
    said = KeyResult.objects.filter(
        slice__objective__plan=plan, slice__objective__retired_on__isnull=True, checks__isnull=False
    ).distinct()
    keys = ("slice__objective__key", "slice__starts", "series__measure__key", "series__unit__key")
    for objective, starts, measure, unit in said.order_by().values_list(*keys):
        name = (objective, starts.isoformat(), measure, unit)
        if name in going or name[:2] in going:
            yield name
