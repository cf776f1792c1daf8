"""A new record under a key: where two give the same one at once, the later is told what it would be told afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from wellrun.lib.at_once import is_written_at_once
from wellrun.strategy.errors import key_taken


def save_new(one: Model, refuse_taken: Callable[[Any], None] | None = None) -> None:
    """Save a record whose place is free. `refuse_taken` looks, and raises where somebody has it already.

    Without it the place is the key. Raises `key_taken`.
    """
    refuse = refuse_taken or refuse_taken_key
    refuse(one)
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError as error:
        if is_written_at_once(error):
            refuse(one)
        raise


def refuse_taken_key(one: Any) -> None:
    """Raise `key_taken` where a record of the kind has the key."""
    if type(one)._default_manager.filter(key=one.key).exists():
        raise key_taken(one.key)
