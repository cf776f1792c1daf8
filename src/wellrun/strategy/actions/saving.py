"""A new record under a key: where two give the same one at once, the later is told what it would be told afterwards."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.db.models import Model

from wellrun.lib.at_once import is_written_at_once


def save_new(one: Model, refuse_taken: Callable[[], None]) -> None:
    """Save a record whose place is free. `refuse_taken` looks, and raises where somebody has it already."""
    refuse_taken()
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError as error:
        if is_written_at_once(error):
            refuse_taken()
        raise
