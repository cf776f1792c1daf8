"""Numbers for actions, as people say them: one after another, none twice."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max

from wellrun.execution.models import Action

_ATTEMPTS = 100


def save_numbered(action: Action) -> Action:
    """Save a new action under the next free number.

    Two who ask at once may pick the same number; the unique constraint lets one through, the other picks again.
    Every lost attempt means that somebody else's action was saved, so this ends.
    """
    for attempt in range(_ATTEMPTS):
        action.number = (Action.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                action.save(force_insert=True)
            return action
        except IntegrityError:
            if attempt == _ATTEMPTS - 1 or not Action.objects.filter(number=action.number).exists():
                raise
    raise AssertionError("unreachable")
