"""Work that was in hand before the first day: initiatives and actions, taken over as they stood."""

from __future__ import annotations

from collections.abc import Iterable

from wellrun.demo.site import Site
from wellrun.execution.actions.prediction import Prediction
from wellrun.execution.actions.take_over import take_over_action, take_over_initiative
from wellrun.execution.models import Action, Initiative
from wellrun.execution.permission import Doer
from wellrun.lib.errors import UserError
from wellrun.measures.models import Series
from wellrun.organisation.models import Post, Unit
from wellrun.plans.specs import ActionSpec, InitiativeSpec, PredictionSpec
from wellrun.strategy.queries import objectives_in_force


def load_work(site: Site, *, by: Doer) -> None:
    """What is missing of initiatives and actions; an action is known by its unit and title."""
    _load_initiatives(site.plan.initiatives, by)
    _load_actions(site.plan.actions, by)


def _load_initiatives(specs: Iterable[InitiativeSpec], by: Doer) -> None:
    known = set(Initiative.objects.values_list("key", flat=True))
    for spec in specs:
        if spec.key not in known:
            take_over_initiative(
                key=spec.key,
                title=spec.title,
                objective=objectives_in_force().get(key=spec.objective),
                owner=Post.objects.get(key=spec.owner),
                status=spec.status,
                starts=spec.starts,
                ends=spec.ends,
                predictions=[_prediction(spec, target) for target in spec.targets],
                design=spec.design,
                last_update=spec.last_update,
                by=by,
            )


def _prediction(spec: InitiativeSpec, target: PredictionSpec) -> Prediction:
    return Prediction(_series_of(spec, target), target.direction, target.change, target.delay_days)


def _series_of(spec: InitiativeSpec, target: PredictionSpec) -> Series:
    found = Series.objects.filter(measure__key=target.measure, unit__key=target.unit, stratum="total").first()
    if found is None:
        raise UserError(
            "initiative_without_figures",
            f"The initiative {spec.key} is to change {target.measure} of {target.unit}, which has no figures.",
            initiative=spec.key,
        )
    return found


def _load_actions(specs: Iterable[ActionSpec], by: Doer) -> None:
    known = set(Action.objects.values_list("unit__key", "title"))
    for spec in specs:
        if (spec.unit, spec.title) not in known:
            take_over_action(
                title=spec.title,
                done_when=spec.done_when,
                unit=Unit.objects.get(key=spec.unit),
                post=Post.objects.get(key=spec.owner),
                objective=objectives_in_force().get(key=spec.objective),
                assigned=spec.assigned,
                due=spec.due,
                last_update=spec.last_update,
                update=spec.update,
                by=by,
            )
