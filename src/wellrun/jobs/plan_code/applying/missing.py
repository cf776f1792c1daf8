"""Of what a document has and the site has not, that which the site never had."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from wellrun.execution.models import Initiative
from wellrun.measures.models import Target, Trigger
from wellrun.organisation.models import Post
from wellrun.plans.diff import Change
from wellrun.plans.document import PlanDocument
from wellrun.plans.flat import Row, rows_of
from wellrun.reviews.models import Forum
from wellrun.strategy.models import InfluenceLink, Objective, Obligation, Plan, QuarterSlice, TradeOff

Name = tuple[str, tuple[str, ...]]
_RETIRED = {"post": Post, "link": InfluenceLink, "trade_off": TradeOff, "obligation": Obligation, "forum": Forum}


def missing_of(
    found: Iterable[Change], wanted: PlanDocument, plan: Plan | None, kinds: Collection[str]
) -> list[Change]:
    """The additions of those kinds that were never there; what lies in an entry comes with it alone."""
    once = _once_there(plan)
    coming = [one for one in found if one.verb == "added" and one.kind in kinds and not _was_there(one.row, once)]
    owners = {row.name: row.owner for row in rows_of(wanted)}
    names = {one.row.name for one in coming}
    under_way = _quarters_under_way(plan) if any(one.kind == "closing" for one in coming) else set()
    return [
        one
        for one in coming
        if _comes_with_its_owner(one.row.name, owners, names) or _closes_one_of(under_way, one.row)
    ]


def _was_there(row: Row, once: set[Name]) -> bool:
    """Whether it was there before, or what it is tried for was and is given up."""
    if row.kind in ("initiative", "action") and ("objective", (row.spec.objective,)) in once:
        return True
    return row.name in once


def _comes_with_its_owner(name: Name, owners: dict[Name, Name | None], names: set[Name]) -> bool:
    owner = owners.get(name)
    return owner is None or (owner in names and _comes_with_its_owner(owner, owners, names))


def _closes_one_of(under_way: set[tuple[str, str]], row: Row) -> bool:
    return row.kind == "closing" and row.path in under_way


def _quarters_under_way(plan: Plan | None) -> set[tuple[str, str]]:
    """By objective and first day those a file may still close: its closing comes after the figures that score it."""
    if plan is None:
        return set()
    open_ones = QuarterSlice.objects.filter(
        objective__plan=plan, objective__retired_on__isnull=True, closed_at__isnull=True
    )
    return {(key, starts.isoformat()) for key, starts in open_ones.values_list("objective__key", "starts")}


def _once_there(plan: Plan | None) -> set[Name]:
    """What was there before and was taken away since."""
    found: set[Name] = set()
    for kind, model in _RETIRED.items():
        keys = model.objects.filter(retired_on__isnull=False).values_list("key", flat=True)  # type: ignore[attr-defined]
        found |= {(kind, (key,)) for key in keys}
    if plan is not None:
        keys = Objective.objects.filter(plan=plan, retired_on__isnull=False).values_list("key", flat=True)
        found |= {("objective", (key,)) for key in keys}
    series = ("series__measure__key", "series__unit__key", "series__stratum")
    found |= {("initiative", (key,)) for key in Initiative.objects.values_list("key", flat=True)}
    found |= {("target", row) for row in Target.objects.values_list(*series)}
    found |= {("limit", row) for row in Trigger.objects.values_list(*series, "side")}
    return found
