"""Which measures stand on the agenda of a forum: one is put before it, one is taken off it."""

from __future__ import annotations

from django.db import transaction

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.audit.actions import System, record
from wellrun.execution.permission import Doer, permit
from wellrun.measures.models import Measure
from wellrun.reviews.models import Forum
from wellrun.reviews.visibility import require_forum


@transaction.atomic
def put_before_forum(*, forum: Forum, measure: Measure, by: Doer) -> None:
    """Let the forum look at a measure; those who chair or administer it may. The same again changes nothing."""
    held = _held(forum, by)
    if held.measures.filter(pk=measure.pk).exists():
        return
    held.measures.add(measure)
    record(by=by, verb="put_before_forum", subject=held, data={"forum": held.key, "measure": measure.key})


@transaction.atomic
def take_off_forum(*, forum: Forum, measure: Measure, by: Doer) -> None:
    """Let it stand there no more; what waits on an agenda stays. The same again changes nothing."""
    held = _held(forum, by)
    if not held.measures.filter(pk=measure.pk).exists():
        return
    held.measures.remove(measure)
    record(by=by, verb="take_off_forum", subject=held, data={"forum": held.key, "measure": measure.key})


def _held(forum: Forum, by: Doer) -> Forum:
    require_forum(by, Permission.SEE, forum)
    if isinstance(by, System) or not may(by, Permission.ADMINISTER, forum.unit_id):
        permit(by, Permission.CHAIR, forum.unit_id)
    return Forum.objects.select_for_update(of=("self",)).get(pk=forum.pk)
