"""How many false alarms of early detection a forum accepts a month, and what it has not been told because of that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.audit.actions import System, record
from wellrun.execution.permission import Doer, permit
from wellrun.insight.models import Signal
from wellrun.lib import clock
from wellrun.lib.errors import UserError
from wellrun.reviews.models import Forum, UnraisedSignal
from wellrun.reviews.visibility import require_forum

# More than three a day is no budget any more, and less than one in eighty years is none.
MOST_A_MONTH = 100.0
LEAST_A_MONTH = 0.001


@transaction.atomic
def set_alarm_budget(*, forum: Forum, false_alarms_a_month: float, by: Doer) -> Forum:
    """Say how many false alarms a month the forum accepts; those who chair or administer may. The same changes nothing.

    Raises `alarm_budget_unknown`.
    """
    require_forum(by, Permission.SEE, forum)
    if isinstance(by, System) or not may(by, Permission.ADMINISTER, forum.unit_id):
        permit(by, Permission.CHAIR, forum.unit_id)
    check_alarm_budget(false_alarms_a_month)
    held = Forum.objects.select_for_update(of=("self",)).get(pk=forum.pk)
    before = held.false_alarms_a_month
    if before != false_alarms_a_month:
        Forum.objects.filter(pk=held.pk).update(false_alarms_a_month=false_alarms_a_month)
        facts = {"forum": held.key, "before": before, "after": false_alarms_a_month}
        record(by=by, verb="set_alarm_budget", subject=held, data=facts)
    forum.false_alarms_a_month = false_alarms_a_month
    return forum


def check_alarm_budget(false_alarms_a_month: float) -> None:
    """Pass for a number of false alarms that can be reckoned with and told; raise `alarm_budget_unknown` else."""
    if false_alarms_a_month != 0 and not LEAST_A_MONTH <= false_alarms_a_month <= MOST_A_MONTH:
        sentence = _("False alarms a month are 0, so that nothing early is raised, or from %(least)s to %(most)d.")
        raise UserError("alarm_budget_unknown", sentence % {"least": LEAST_A_MONTH, "most": MOST_A_MONTH})


@transaction.atomic
def keep_unraised(*, signals: Mapping[Signal, tuple[Forum, float]], by: Doer) -> None:
    """Write down which signals no forum is told of now: each with the forum and the most it would have listened to.

    What is not among them any more goes. The same again writes nothing.
    """
    wanted: dict[Any, tuple[Any, float]] = {
        signal.pk: (forum.pk, at_most) for signal, (forum, at_most) in signals.items()
    }
    known = {row[0]: row[1:] for row in UnraisedSignal.objects.values_list("signal_id", "forum_id", "at_most")}
    gone = sorted(pk for pk in known if pk not in wanted)
    fresh = [pk for pk, told in wanted.items() if known.get(pk) != told]
    if not gone and not fresh:
        return
    UnraisedSignal.objects.filter(pk__in=[*gone, *fresh]).delete()
    now = clock.now()
    rows = [UnraisedSignal(signal_id=pk, forum_id=wanted[pk][0], at_most=wanted[pk][1], noted_at=now) for pk in fresh]
    UnraisedSignal.objects.bulk_create(rows)
    by_forum: dict[Any, list[str]] = {}
    for signal, (forum, _at_most) in signals.items():
        if signal.pk in fresh:
            by_forum.setdefault(forum, []).append(str(signal.pk))
    for forum, told in by_forum.items():
        record(by=by, verb="keep_unraised", subject=forum, data={"signals": told})
