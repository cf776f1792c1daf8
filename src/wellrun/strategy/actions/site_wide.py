"""What belongs to the site is part of every plan: a change of it is a change of each plan that is not closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from wellrun.audit.actions import Actor, record
from wellrun.strategy.actions.change import in_history
from wellrun.strategy.models import Plan

_NOTHING: Mapping[str, Any] = {}


def note_site_change(
    *,
    verb: str,
    kind: str,
    key: str,
    about: Model,
    before: Mapping[str, Any] = _NOTHING,
    after: Mapping[str, Any] = _NOTHING,
    by: Actor,
) -> None:
    """Note what `verb` made of `kind` `key` in the history of every plan that is open, and once in the audit log.

    The check of each plan looks again at what that touches. Call it last in the action.
    """
    note_in_open_plans(verb=verb, kind=kind, key=key, before=before, after=after, by=by)
    record(by=by, verb=verb, subject=about, data={kind: key, "before": before, "after": after})


def note_in_open_plans(
    *,
    verb: str,
    kind: str,
    key: str,
    before: Mapping[str, Any] = _NOTHING,
    after: Mapping[str, Any] = _NOTHING,
    by: Actor,
) -> None:
    """The same for what another action puts in the audit log."""
    for plan in Plan.objects.exclude(stage=Plan.Stage.CLOSED):
        in_history(plan=plan, verb=verb, kind=kind, key=key, before=before, after=after, by=by).save()
