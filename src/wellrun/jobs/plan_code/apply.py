"""A document to records: all of it or nothing, each change on record, refused where the model check refuses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from wellrun.access.permissions import Permission
from wellrun.check.engine import Verdict
from wellrun.execution.permission import Doer, permit
from wellrun.jobs.plan_code.applying.known import Known, keys_besides
from wellrun.jobs.plan_code.applying.meanwhile import APPLIED, BEFORE, base_of, refuse_what_changed_meanwhile
from wellrun.jobs.plan_code.applying.missing import missing_of
from wellrun.jobs.plan_code.applying.on_record import refuse_what_is_on_record
from wellrun.jobs.plan_code.applying.ordering import put_in_order
from wellrun.jobs.plan_code.applying.preparing import adoptions, fresh_actions, prepared, to_adopt
from wellrun.jobs.plan_code.applying.worsening import refuse_worsening
from wellrun.jobs.plan_code.applying.writing import Writer
from wellrun.jobs.plan_code.export import Standing, export_plan, standing
from wellrun.jobs.plan_code.judging import verdict_of
from wellrun.lib import clock
from wellrun.lib.errors import Conflict, UserError
from wellrun.library.shelf import library
from wellrun.measures.actions import adopt_measure
from wellrun.measures.models import Measure
from wellrun.organisation.queries import enterprise, site_zone
from wellrun.plans.canonical import said_of_measure
from wellrun.plans.diff import Change, changes
from wellrun.plans.document import PlanDocument
from wellrun.plans.flat import KINDS, Row
from wellrun.plans.said import IN_HISTORY
from wellrun.plans.soundness import remarks
from wellrun.plans.write import based_on_itself, digest, write_plan
from wellrun.strategy.actions import keep_version
from wellrun.strategy.actions.change import in_history
from wellrun.strategy.closed import refuse_closed
from wellrun.strategy.models import InfluenceLink, Objective, Plan, PlanChange, TradeOff

Judge = Callable[[PlanDocument], Verdict]
# Taken away last: what is left of their kind may still hang on them until it is changed.
_LAST = ("driver", "domain")
_VERBS = {"added": "add", "removed": "remove", "changed": "change", "reordered": "reorder"}


@dataclass(frozen=True, slots=True)
class Applied:
    """What an application of a plan changed, in the order of the file; the plan, unless it was only tried."""

    changes: tuple[Change, ...]
    plan: Plan | None = None


@transaction.atomic
def apply_plan(
    *, document: PlanDocument, by: Doer, judge: Judge | None = None, over: bool = False, dry_run: bool = False
) -> Applied:
    """Make the records equal to the document; nothing where they are.

    `judge`: the model check; that of today where none is given. `over`: also over what others changed since.
    `dry_run`: do all of it, and take it back.
    Raises `plan_unsound`, `plan_closed`, `plan_changed_meanwhile`, `plan_unfit` and what the verbs of the rooms refuse.
    """
    _permit(by)
    Plan.objects.select_for_update().filter(key=document.plan.key).first()
    now = standing(document.plan.key)
    wanted = prepared(document, now)
    adopted = to_adopt(wanted)
    _refuse_unsound(wanted, adopted)
    found = _with_what_comes_along(changes(now.document, wanted), adopted, wanted, now)
    if not found:
        return Applied((), now.plan)
    refuse_worsening(found, wanted)
    if now.plan is not None:
        refuse_closed(now.plan.pk)
        refuse_what_is_on_record(found, now.plan)
    if not over:
        refuse_what_changed_meanwhile(document, now)
    _refuse_unfit((judge or verdict_of)(wanted))
    if now.plan is not None:
        _keep(now.plan, now.document, BEFORE, by)
    plan = _write(found, now, wanted, by)
    left = changes(after := export_plan(plan), wanted)
    if left:
        raise RuntimeError(f"the records differ from the plan that was applied: {left[0].kind} {left[0].subject}")
    _keep(plan, after, APPLIED, by)
    if dry_run:
        transaction.set_rollback(True)
    return Applied(tuple(found), None if dry_run else plan)


@transaction.atomic
def add_missing(*, document: PlanDocument, kinds: Collection[str] = KINDS, by: Doer) -> Applied:
    """Add what the site never had of a document; what is there, or was and is not any more, stays as people left it.

    `kinds`: only facts of these kinds; measures come before a plan, from wherever they are defined. The model check
    is not asked: a site begins with what it begins with.
    """
    now = standing(document.plan.key)
    wanted = prepared(document, now)
    found = missing_of(changes(now.document, wanted), wanted, now.plan, set(kinds) - {"measure"})
    if "action" in kinds:
        found += missing_of(_actions(wanted), wanted, now.plan, kinds)
    plan = _write(found, now, wanted, by, whole=False) if found else now.plan
    return Applied(tuple(found), plan)


def _permit(by: Doer) -> None:
    top = enterprise()
    if top is None:
        sentence = "The site has no organisation yet: load a site folder, and then apply a plan to it."
        raise UserError("site_without_units", sentence)
    permit(by, Permission.ADMINISTER, top.pk)


def _refuse_unsound(wanted: PlanDocument, adopted: Iterable[str]) -> None:
    """Raise for what is named and is not there."""
    known = keys_besides(wanted)
    known["measure"] |= set(adopted)
    found = [f"{one.place}: {one.sentence}" for one in remarks(wanted, known)]
    if found:
        raise UserError("plan_unsound", found[0], problems=found)


def _refuse_unfit(verdict: Verdict) -> None:
    standing_errors = [f"{one.rule} {one.subject}: {one.message}" for one in verdict.found if one.stands]
    if standing_errors:
        count = len(standing_errors)
        stand = "an error stands" if count == 1 else f"{count} errors stand"
        summary = f"The model check refuses this plan: {stand}. Mend it, or say waivers in the file."
        raise UserError("plan_unfit", f"{summary} {standing_errors[0]}", problems=standing_errors, summary=summary)


def _with_what_comes_along(
    found: Iterable[Change], adopted: Iterable[str], wanted: PlanDocument, now: Standing
) -> list[Change]:
    """The changes with those that the document only implies: measures adopted, actions taken over.

    A measure that the plan names no more stays on the site.
    """
    others = [one for one in found if one.kind != "measure" or _is_new_measure(one, now)]
    return [*adoptions(adopted), *others, *_actions(wanted)]


def _is_new_measure(change: Change, now: Standing) -> bool:
    """Whether the site lacks the measure. Raises `measure_defined_otherwise` where it means something else here."""
    here = now.measures.get(change.subject)
    if change.verb == "removed" or here is None:
        return change.verb != "removed"
    if said_of_measure(here) != change.row.spec:
        sentence = (
            f"The measure {change.subject} is defined otherwise here: a definition changes as a new version of the "
            "measure, not through a plan file. Take it out of the file, or export the plan anew."
        )
        raise Conflict("measure_defined_otherwise", sentence, measure=change.subject)
    return False


def _actions(wanted: PlanDocument) -> list[Change]:
    return [Change("action", "added", None, Row("action", (one.key,), one)) for one in fresh_actions(wanted)]


def _write(found: Sequence[Change], now: Standing, wanted: PlanDocument, by: Doer, *, whole: bool = True) -> Plan:
    leaving = {one.row.path[0] for one in found if one.kind == "objective" and one.verb == "removed"}
    known = Known(now.plan, by)
    heard = {one.key: one.last_update for one in wanted.plan.initiatives}
    writer = Writer(known, by, leaving, heard)
    _make_way(found, now.plan)
    for change in _in_turn(found):
        if change.kind == "measure" and change.verb == "added" and _is_of_library(change):
            known.measures[change.subject] = _adopted(change.subject, by)
        else:
            writer.write(change)
    if now.plan is None and not any(one.kind == "plan" for one in found):
        return known.plan_or_none  # type: ignore[return-value]
    if whole:
        put_in_order(known.plan, wanted)
    _note(found, known.plan, by)
    return known.plan


def _in_turn(found: Sequence[Change]) -> list[Change]:
    """What goes, the last first; then what comes or changes; then what others hung on until now."""
    going = [one for one in reversed(found) if one.verb == "removed"]
    first = [one for one in going if one.kind not in _LAST]
    coming = sorted((one for one in found if one.verb != "removed"), key=_turn)
    return [*first, *coming, *(one for one in going if one.kind in _LAST)]


def _turn(change: Change) -> tuple[int, int]:
    """By kind; of drivers those above before those below."""
    depth = ("primary", "secondary", "idea").index(change.row.spec.kind) if _is_driver(change) else 0
    return (KINDS.index(change.kind), depth)


def _is_driver(change: Change) -> bool:
    return change.kind == "driver" and change.verb != "reordered"


def _make_way(found: Sequence[Change], plan: Plan | None) -> None:
    """Ranks and pairs that change places are put out of the way first: no two may hold one at a time."""
    ranked = [one.row.path[0] for one in found if one.kind == "objective" and one.verb == "changed"]
    if plan is not None and ranked:
        moved = Objective.objects.filter(plan=plan, key__in=ranked, rank__isnull=False)
        moved.update(rank=F("rank") + 10_000)
    for kind, model in (("link", InfluenceLink), ("trade_off", TradeOff)):
        keys = [one.row.path[0] for one in found if one.kind == kind and one.verb == "changed"]
        if keys:
            rows: Any = model._default_manager.filter(key__in=keys)
            rows.update(retired_on=clock.today(site_zone()))


def _is_of_library(change: Change) -> bool:
    spec = library().find(change.subject)
    return spec is not None and spec.key == change.subject


def _adopted(key: str, by: Doer) -> Measure:
    measure = adopt_measure(name=key, by=by).measure
    if measure.key != key:
        sentence = f"The library's measure {key} is called {measure.key} here: name it so in the plan."
        raise Conflict("measure_called_otherwise", sentence, measure=key)
    return measure


def _note(found: Iterable[Change], plan: Plan, by: Doer) -> None:
    """A row in the history of the plan for each change."""
    PlanChange.objects.bulk_create(
        in_history(
            plan=plan,
            verb=f"{_VERBS[change.verb]}_{change.kind}",
            kind=IN_HISTORY.get(change.kind, change.kind),
            key=_named(change)[:200],
            before=change.before,
            after=change.after,
            by=by,
        )
        for change in found
        # That a quarter is closed is noted by its verb, with the scores.
        if change.kind != "closing"
    )


def _named(change: Change) -> str:
    """As the model check calls it: an aim by measure and unit, anything else by its keys from the outside in."""
    path = change.row.path
    if change.kind == "target":
        return "/".join(path[:2] if path[2] == "total" else path)
    return " > ".join(path)


def _keep(plan: Plan, document: PlanDocument, reason: str, by: Doer) -> None:
    """Keep the plan as a version, unless the last one says the same on another day."""
    last = plan.versions.order_by("-number").first()
    if reason == APPLIED or last is None or base_of(last.document) != digest(document):
        keep_version(plan=plan, document=write_plan(based_on_itself(document)), reason=reason, by=by)
