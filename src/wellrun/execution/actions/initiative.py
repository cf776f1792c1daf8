"""A time-boxed change: begun with its prediction before results exist, spoken of on its way, ended with what came.

What it predicts is not edited later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.accounts.models import User
from wellrun.audit.actions import record
from wellrun.execution.actions.change import note_initiative
from wellrun.execution.actions.prediction import Hours, Prediction, fix_targets, require_whole
from wellrun.execution.errors import (
    already_changed,
    ends_before_it_starts,
    idea_elsewhere,
    key_taken,
    started_before_today,
)
from wellrun.execution.models import Initiative, InitiativeUpdate
from wellrun.execution.permission import Doer, is_holder, permit, require_holder, require_post_to_ask
from wellrun.execution.related import require_series
from wellrun.execution.words import as_key, needed
from wellrun.lib import clock
from wellrun.organisation.models import Post
from wellrun.organisation.queries import site_zone
from wellrun.strategy.closed import refuse_closed
from wellrun.strategy.models import DriverNode, Objective, Plan


@transaction.atomic
def start_initiative(
    *,
    key: str,
    title: str,
    objective: Objective,
    owner: Post,
    starts: date,
    ends: date,
    predictions: Sequence[Prediction],
    design: str,
    hours: Sequence[Hours] = (),
    idea: DriverNode | None = None,
    by: Doer,
) -> Initiative:
    """Fix what is tried, what it should move by how much and when, and how that will be judged.

    Raises `title_needed`, `design_needed`, `started_before_today`, `ends_before_it_starts`, `change_needed`,
    `series_named_twice`, `key_taken`, `key_unreadable`, `number_out_of_range`, `plan_closed`.
    """
    permit(by, Permission.CHAIR, objective.unit_id)
    refuse_closed(objective.plan_id)
    require_post_to_ask(by, owner)
    for one in predictions:
        require_series(by, one.series)
    today = clock.today(site_zone())
    if starts < today:
        raise started_before_today(starts)
    if ends <= starts:
        raise ends_before_it_starts()
    require_whole(predictions)
    if idea is not None and idea.objective_id != objective.pk:
        raise idea_elsewhere()
    if Initiative.objects.filter(key=as_key(key)).exists():
        raise key_taken(key)
    initiative = Initiative.objects.create(
        key=key,
        title=needed(title, "title_needed", _("Say what is tried."), longest=200),
        objective=objective,
        owner=owner,
        status=Initiative.Status.ACTIVE if starts == today else Initiative.Status.PLANNED,
        starts=starts,
        ends=ends,
        design=needed(design, "design_needed", _("Say how you will judge whether it worked.")),
        idea=idea,
        created_at=clock.now(),
    )
    fix_targets(initiative, predictions, hours)
    told = [[str(one.series), one.direction, one.change, one.delay_days] for one in predictions]
    facts = {"objective": objective.key, "owner": owner.key, "predictions": told, "starts": starts, "ends": ends}
    note_initiative(initiative, "start_initiative", after=facts, by=by)
    return initiative


@transaction.atomic
def report_on_initiative(*, initiative: Initiative, text: str, by: User) -> Initiative:
    """The post that owns it says how it goes. Raises `text_needed`, `not_the_holder`, `already_changed`."""
    permit(by, Permission.SEE, initiative.objective.unit_id)
    require_holder(by, initiative.owner, initiative.objective.unit_id)
    return _step(initiative, InitiativeUpdate.Kind.PROGRESS, text, by)


@transaction.atomic
def end_initiative(*, initiative: Initiative, stopped: bool, text: str, by: User) -> Initiative:
    """The owner or the chair ends it, as planned or before, and says what came of it.

    Raises `text_needed`, `not_the_holder`, `already_changed`.
    """
    permit(by, Permission.SEE, initiative.objective.unit_id)
    if is_holder(by, initiative.owner):
        require_holder(by, initiative.owner, initiative.objective.unit_id)
    else:
        permit(by, Permission.CHAIR, initiative.objective.unit_id)
    kind = InitiativeUpdate.Kind.STOPPED if stopped else InitiativeUpdate.Kind.FINISHED
    return _step(initiative, kind, text, by)


def _step(initiative: Initiative, kind: InitiativeUpdate.Kind, text: str, by: User) -> Initiative:
    """Add the row that tells of it, and move the initiative on where it ends; only one under way is spoken of."""
    text, moment = needed(text, "text_needed", _("Say how it goes.")), clock.now()
    change = {} if kind == InitiativeUpdate.Kind.PROGRESS else {"status": kind.value}
    before = {"status": str(initiative.status), "owner": initiative.owner.key}
    under_way = Initiative.objects.filter(pk=initiative.pk, status__in=Initiative.UNDER_WAY)
    if not under_way.update(last_update_at=moment, **change):
        raise already_changed(Initiative.objects.get(pk=initiative.pk).status)
    InitiativeUpdate.objects.create(initiative=initiative, kind=kind, text=text, at=moment, by=by)
    # What a closed plan began still ends, and its own history does not go on.
    if change and initiative.objective.plan.stage != Plan.Stage.CLOSED:
        note_initiative(initiative, "end_initiative", before=before, after={"text": text, **change}, by=by)
    else:
        verb = "end_initiative" if change else "report_on_initiative"
        record(by=by, verb=verb, subject=initiative, data={"text": text, **change})
    initiative.refresh_from_db()
    return initiative
