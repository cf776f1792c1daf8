"""What a document asks of this very site: cascades made out, words filled in, what it does not speak of left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wellrun.execution.models import Action
from wellrun.jobs.plan_code.export import Standing
from wellrun.lib import clock
from wellrun.library.shelf import library
from wellrun.measures.models import Measure, Series
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone
from wellrun.plans.canonical import canonical
from wellrun.plans.document import SITE_PARTS, PlanDocument
from wellrun.plans.meaning import REFERS, spots
from wellrun.plans.specs import ActionSpec, PlanSpec, TargetSpec


def prepared(document: PlanDocument, now: Standing) -> PlanDocument:
    """The whole document that the site is to equal: a part the file does not speak of is the site's own."""
    silent = {part: getattr(now.document, part) for part in SITE_PARTS if part not in document.says}
    whole = replace(document, **silent, plan=_plan(document.plan, now), targets=_targets(document, now))
    said = {one.key for one in document.measures}
    others = (spec for key, spec in now.measures.items() if key not in said)
    return canonical(replace(whole, measures=(*document.measures, *others)))


def to_adopt(document: PlanDocument) -> list[str]:
    """Keys of the library's measures that the document names and the site does not have yet."""
    here = set(Measure.objects.filter(retired_on__isnull=True).values_list("key", flat=True))
    named = {spot.value for spot in spots(document) if REFERS.get((spot.kind, spot.field)) == "measure" and spot.value}
    own = {one.key for one in document.measures}
    return sorted(key for key in named - here - own if (spec := library().find(key)) and spec.key == key)


def fresh_actions(document: PlanDocument) -> Iterator[ActionSpec]:
    """The actions in hand that the site does not know; an action is known by its unit and title."""
    if document.plan.actions:
        known = set(Action.objects.values_list("unit__key", "title"))
        yield from (one for one in document.plan.actions if (one.unit, one.title) not in known)


def _plan(plan: PlanSpec, now: Standing) -> PlanSpec:
    if plan.activated is not None or plan.stage in ("draft", "consultation"):
        return plan
    if now.plan is None:
        return replace(plan, activated=plan.starts)
    return replace(plan, activated=now.plan.activated_on or clock.today(site_zone()))


def _targets(document: PlanDocument, now: Standing) -> tuple[TargetSpec, ...]:
    """The aims with those that cascade made out: for each member unit right below that the measure is followed in."""
    if "targets" not in document.says:
        return now.document.targets
    plain = {(one.measure, one.unit, one.stratum): replace(one, cascade=False) for one in document.targets}
    for one in document.targets:
        if one.cascade:
            for below in _units_below(one):
                # A baseline is that of the whole; the units below have their own figures.
                made_out = replace(one, unit=below, baseline=None, baseline_points=None, cascade=False)
                plain.setdefault((one.measure, below, one.stratum), made_out)
    return tuple(plain.values())


def _units_below(target: TargetSpec) -> list[str]:
    series = Series.objects.filter(
        measure__key=target.measure,
        stratum=target.stratum,
        unit__parent__key=target.unit,
        unit__membership=Unit.Membership.MEMBER,
    )
    return list(series.order_by("unit__key").values_list("unit__key", flat=True))
