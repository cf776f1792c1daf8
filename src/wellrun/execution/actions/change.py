"""An initiative on its way: its words, owner, dates and idea changed; what it predicts completed, never rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.execution.actions.prediction import Prediction
from wellrun.execution.errors import (
    already_changed,
    change_needed,
    ends_before_it_starts,
    idea_elsewhere,
    number_out_of_range,
    prediction_fixed,
    start_fixed,
    started_before_today,
)
from wellrun.execution.models import Initiative, InitiativeHours, InitiativeTarget
from wellrun.execution.permission import Doer, permit, require_post_to_ask
from wellrun.execution.related import require_series
from wellrun.execution.words import needed, within
from wellrun.lib import clock
from wellrun.measures.models import Series
from wellrun.organisation.models import Post
from wellrun.organisation.queries import site_zone
from wellrun.strategy.actions.change import note_change
from wellrun.strategy.models import DriverNode

Status = Initiative.Status
HOURS_IN_A_WEEK = 168


@transaction.atomic
def change_initiative(
    *,
    initiative: Initiative,
    title: str,
    owner: Post,
    starts: date,
    ends: date,
    design: str,
    idea: DriverNode | None = None,
    by: Doer,
) -> Initiative:
    """Say its words, owner, dates and idea anew; the day it began stays once it has. The same again is no change.

    Raises `already_changed`, `start_fixed`, `started_before_today`, `ends_before_it_starts`, `title_needed`,
    `design_needed`, `idea_elsewhere`, `plan_closed`.
    """
    held = _held(initiative, by)
    if owner.pk != held.owner_id:
        require_post_to_ask(by, owner)
    _refuse_start(held, starts)
    if ends <= starts:
        raise ends_before_it_starts()
    if idea is not None and idea.objective_id != held.objective_id:
        raise idea_elsewhere()
    before = _told(held)
    held.title = needed(title, "title_needed", _("Say what is tried."), longest=200)
    held.design = needed(design, "design_needed", _("Say how you will judge whether it worked."))
    held.owner, held.starts, held.ends, held.idea = owner, starts, ends, idea
    if held.status == Status.PLANNED and starts <= clock.today(site_zone()):
        held.status = Status.ACTIVE
    after = _told(held)
    if before != after:
        held.save()
        note_initiative(held, "change_initiative", before=before, after=after, by=by)
    return held


@transaction.atomic
def predict(*, initiative: Initiative, prediction: Prediction, by: Doer) -> InitiativeTarget:
    """Say what it moves by how much and when. Once it began only what was left open can be completed.

    Raises `change_needed`, `number_out_of_range`, `prediction_fixed`, `already_changed`.
    """
    held = _held(initiative, by)
    require_series(by, prediction.series)
    if prediction.direction not in {"up", "down"} or not 0 < (prediction.change or 0) < float("inf"):
        raise change_needed()
    within(prediction.delay_days or 0, 0, 3650)
    known = InitiativeTarget.objects.filter(initiative=held, series=prediction.series).first()
    if held.status != Status.PLANNED and not _completes(held, known, prediction):
        raise prediction_fixed(held.title)
    before = _of_target(known) if known else {}
    last = held.targets.aggregate(last=Max("position"))["last"]
    fresh = {"position": 0 if last is None else last + 1} if known is None else {}
    values = {"direction": prediction.direction, "change": prediction.change, "delay_days": prediction.delay_days}
    target, _new = InitiativeTarget.objects.update_or_create(
        initiative=held, series=prediction.series, defaults=values | fresh
    )
    after = _of_target(target)
    if before != after:
        note_initiative(held, "predict", before=before, after=after, by=by)
    return target


@transaction.atomic
def take_prediction_back(*, initiative: Initiative, series: Series, by: Doer) -> None:
    """It is not to move these figures after all. Raises `prediction_fixed` once it began, `already_changed`."""
    held = _held(initiative, by)
    if held.status != Status.PLANNED:
        raise prediction_fixed(held.title)
    known = InitiativeTarget.objects.filter(initiative=held, series=series).first()
    if known is not None:
        note_initiative(held, "take_prediction_back", before=_of_target(known), by=by)
        known.delete()


@transaction.atomic
def set_hours(*, initiative: Initiative, post: Post, hours_a_week: float, by: Doer) -> None:
    """How many hours a week it takes of a post; none: nothing any more.

    Raises `number_out_of_range`, `post_retired`, `already_changed`.
    """
    held = _held(initiative, by)
    if not 0 <= hours_a_week <= HOURS_IN_A_WEEK:
        raise number_out_of_range(0, HOURS_IN_A_WEEK)
    known = InitiativeHours.objects.filter(initiative=held, post=post).first()
    if known is None:
        require_post_to_ask(by, post)
    if (known.hours_a_week if known else 0) == hours_a_week:
        return
    before = {"post": post.key, "hours_a_week": known.hours_a_week} if known else {}
    if hours_a_week:
        InitiativeHours.objects.update_or_create(initiative=held, post=post, defaults={"hours_a_week": hours_a_week})
    elif known is not None:
        known.delete()
    after = {"post": post.key, "hours_a_week": hours_a_week}
    note_initiative(held, "set_hours", before=before, after=after, by=by)


def note_initiative(
    initiative: Initiative,
    verb: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    by: Doer,
) -> None:
    """Note in the history of its plan, and in the log, what was made of it."""
    note_change(
        plan=initiative.objective.plan,
        verb=verb,
        kind="initiative",
        key=initiative.key,
        about=initiative,
        before=before or {},
        after=after or {},
        by=by,
    )


def _held(initiative: Initiative, by: Doer) -> Initiative:
    """It, locked, for who chairs the unit it serves. Raises `already_changed` where it is over."""
    permit(by, Permission.CHAIR, initiative.objective.unit_id)
    rows = Initiative.objects.select_for_update(of=("self",)).select_related("objective__plan", "owner", "idea")
    held = rows.get(pk=initiative.pk)
    if held.status not in (Status.PLANNED, Status.ACTIVE):
        raise already_changed(held.status)
    return held


def _refuse_start(held: Initiative, starts: date) -> None:
    if starts == held.starts:
        return
    if held.status != Status.PLANNED:
        raise start_fixed()
    if starts < clock.today(site_zone()):
        raise started_before_today(starts)


def _completes(held: Initiative, known: InitiativeTarget | None, wanted: Prediction) -> bool:
    """Whether it leaves all that was said and only adds what was not."""
    if known is None:
        return not held.targets.exists()
    return (
        known.direction == wanted.direction
        and known.change in (None, wanted.change)
        and known.delay_days in (None, wanted.delay_days)
    )


def _of_target(target: InitiativeTarget) -> dict[str, Any]:
    return {
        "measure": target.series.measure.key,
        "unit": target.series.unit.key,
        "direction": target.direction,
        "change": target.change,
        "delay_days": target.delay_days,
    }


def _told(held: Initiative) -> dict[str, Any]:
    return {
        "title": held.title,
        "owner": held.owner.key,
        "starts": held.starts,
        "ends": held.ends,
        "design": held.design,
        "idea": held.idea.key if held.idea else None,
        "status": str(held.status),
    }
