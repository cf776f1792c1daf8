"""A change may say what was read of the record: what somebody else changed there since is not overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from wellrun.api.schemas.fields import Given
from wellrun.lib.errors import Conflict
from wellrun.strategy.actions.holding import held_now, hold_plan

# What a field is called in the record, where its name is not that of the interface.
_NAMES = {"source": "source_text"}


@contextmanager
def as_read(record: Model | None, read: Given | None) -> Iterator[None]:
    """Write inside: the record is held, and says what was `read` of it. Raises `changed_meanwhile`.

    Fields that were not sent are not looked at; without `read`, or a record, the change is taken at its word.
    """
    with transaction.atomic():
        if record is not None and read is not None:
            _refuse_changed(record, read.model_dump(exclude_unset=True))
        yield


def _refuse_changed(record: Model, said: dict[str, Any]) -> None:
    plan = getattr(record, "plan_id", None)
    if plan is not None:
        hold_plan(plan)  # as its verbs do, before they look at one of its parts
    stands = held_now(record)
    now = {name: _as_sent(getattr(stands, _NAMES.get(name, name))) for name in said}
    differing = {name: value for name, value in now.items() if value != said[name]}
    if differing:
        sentence = _("Somebody else changed it since it was read. Look at it again before you write once more.")
        raise Conflict("changed_meanwhile", sentence, stands=differing)


def _as_sent(value: Any) -> Any:
    """A record as its key."""
    return value.key if isinstance(value, Model) else value  # type: ignore[attr-defined]
