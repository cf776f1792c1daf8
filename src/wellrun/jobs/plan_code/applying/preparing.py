"""What a document asks of this very site: cascades made out, words filled in, what it does not speak of left alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from django.db.models import Q

from wellrun.execution.models import Action
from wellrun.jobs.plan_code.export import Standing
from wellrun.lib import clock
from wellrun.library.shelf import library
from wellrun.measures.models import Measure, Series
from wellrun.measures.queries.usual import usual_levels
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone
from wellrun.plans.canonical import canonical
from wellrun.plans.diff import Change
from wellrun.plans.document import SITE_PARTS, PlanDocument
from wellrun.plans.flat import Row
from wellrun.plans.meaning import named_measures
from wellrun.plans.specs import ActionSpec, PlanSpec, TargetSpec

Place = tuple[str, str, str]
"""Measure, unit and stratum."""


def prepared(document: PlanDocument, now: Standing) -> PlanDocument:
    """The whole document that the site is to equal: a part the file does not speak of is the site's own."""
    silent = {part: getattr(now.document, part) for part in SITE_PARTS if part not in document.says}
    said = {"plan": _plan(document.plan, now), "targets": _targets(document, now), "says": frozenset(SITE_PARTS)}
    whole = replace(document, **(silent | said))
    defined = {one.key for one in document.measures}
    others = (spec for key, spec in now.measures.items() if key not in defined)
    return canonical(replace(whole, measures=(*document.measures, *others)))


def to_adopt(document: PlanDocument) -> list[str]:
    """Keys of the library's measures that the document names and the site does not have yet."""
    here = set(Measure.objects.filter(retired_on__isnull=True).values_list("key", flat=True))
    named = named_measures(document)
    own = {one.key for one in document.measures}
    return sorted(key for key in named - here - own if (spec := library().find(key)) and spec.key == key)


def adoptions(keys: Iterable[str]) -> list[Change]:
    """Those measures of the library as changes of the site: a plan that names them brings them along."""
    return [Change("measure", "added", None, Row("measure", (key,), library().get(key))) for key in keys]


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
    """The aims with those that cascade made out: for each member unit right below that the measure is followed in.

    The document may follow it there itself, with a limit, a key result or an initiative. The baseline is then the usual
    level of that unit; where the same aim is in force there already, it keeps the one it has.
    """
    if "targets" not in document.says:
        return now.document.targets
    plain = {_place(one): replace(one, cascade=False) for one in document.targets}
    fresh: dict[Place, TargetSpec] = {}
    for one in document.targets:
        if one.cascade:
            for below in _units_below(one, document):
                # A baseline is that of the whole; the units below have their own figures.
                made_out = replace(one, unit=below, baseline=None, baseline_points=None, cascade=False)
                if _place(made_out) not in plain:
                    fresh.setdefault(_place(made_out), made_out)
    return (*plain.values(), *_with_baselines(fresh, now))


def _with_baselines(fresh: dict[Place, TargetSpec], now: Standing) -> Iterator[TargetSpec]:
    """The aims that were made out: as they stand where they do, else with the usual level of their unit."""
    standing = {_place(one): one for one in now.document.targets}
    ids = _series_of(fresh) if fresh else {}
    usual = usual_levels(list(ids.values()))
    for place, one in fresh.items():
        present = standing.get(place)
        level = usual.get(ids.get(place, -1))
        if present is not None and replace(present, baseline=None, baseline_points=None) == one:
            yield present
        elif level is not None:
            yield replace(one, baseline=level.value, baseline_points=level.points)
        else:
            yield one


def _place(target: TargetSpec) -> Place:
    return target.measure, target.unit, target.stratum


def _series_of(places: Collection[Place]) -> dict[Place, int]:
    """The ids of the series that aims are of, where there are any; one query."""
    rows = Series.objects.filter(measure__key__in={measure for measure, _unit, _stratum in places})
    found = rows.values_list("measure__key", "unit__key", "stratum", "pk")
    return {(measure, unit, stratum): pk for measure, unit, stratum, pk in found if (measure, unit, stratum) in places}


def _units_below(target: TargetSpec, document: PlanDocument) -> list[str]:
    members = Unit.objects.filter(parent__key=target.unit, membership=Unit.Membership.MEMBER)
    followed = Series.objects.filter(measure__key=target.measure, stratum=target.stratum)
    below = members.filter(Q(series__in=followed) | Q(key__in=_followed_by(document, target))).distinct()
    return list(below.order_by("key").values_list("key", flat=True))


def _followed_by(document: PlanDocument, target: TargetSpec) -> set[str]:
    """The units in which the document itself follows the measure."""
    plan = document.plan
    slices = [part for each in plan.objectives for part in each.quarters]
    named = {(one.measure, one.unit, "total") for part in slices for one in part.key_results}
    named |= {(one.measure, one.unit, "total") for each in plan.initiatives for one in each.targets}
    named |= {(one.measure, one.unit, one.stratum) for one in document.limits}
    return {unit for measure, unit, stratum in named if (measure, stratum) == (target.measure, target.stratum)}
