"""What a replay finds against what is recorded: new signals, changed ones, and those that corrections took back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from wellrun.insight.found import Content, FoundSignal, Identity
from wellrun.insight.models import EvaluationRun, Signal
from wellrun.measures.bulk.rows import merge_rows, update_rows

# Scope is found afterwards, from the siblings, and belongs to an open signal: one that is over has none, or it would
# depend on how the figures came.
_UNSCOPED = {"scope": "unclear", "scope_same": 0, "scope_of": 0, "scope_parent": False, "long_standing": False}
_SCOPE = ("scope", "scope_same", "scope_of", "scope_parent")
_COLUMNS = ("id", *Identity._fields, *Content._fields, "found_at", "found_in", *_UNSCOPED)


@dataclass(slots=True)
class Merged:
    """Ids of the signals that were opened (those that came back among them), closed and withdrawn."""

    opened: list[UUID] = field(default_factory=list)
    closed: list[UUID] = field(default_factory=list)
    withdrawn: list[UUID] = field(default_factory=list)

    def add(self, other: Merged) -> None:
        """Count what another part of the series gave."""
        self.opened += other.opened
        self.closed += other.closed
        self.withdrawn += other.withdrawn

    def note(self, signal_id: UUID, before: str, after: str) -> None:
        """Take down a change of status. One that is over when it is first found was neither opened nor closed."""
        if after == Signal.Status.OPEN and before != Signal.Status.OPEN:
            self.opened.append(signal_id)
        if after == Signal.Status.CLOSED and before == Signal.Status.OPEN:
            self.closed.append(signal_id)


@dataclass(frozen=True, slots=True)
class _Known:
    id: UUID
    content: Content


def merge_signals(
    series_ids: Sequence[int], found: Sequence[FoundSignal], *, run: EvaluationRun, now: datetime
) -> Merged:
    """Bring the signals of the series in line with what was found; the same is not written again.

    Nothing is deleted: what the figures no longer give is withdrawn, and opened again when they give it again.
    """
    merged, known = Merged(), _known(series_ids)
    fresh: list[tuple[Any, ...]] = []
    changed: list[tuple[Any, ...]] = []
    for identity, content in found:
        before = known.pop(identity, None)
        if before is None:
            signal_id = uuid4()
            fresh.append((signal_id, *identity, *content, now, run.pk, *_UNSCOPED.values()))
            merged.note(signal_id, "", content.status)
        elif before.content != content:
            changed.append((*content, before.id))
            merged.note(before.id, before.content.status, content.status)
    gone = [each.id for each in known.values() if each.content.status != Signal.Status.WITHDRAWN]
    merged.withdrawn += gone
    merge_rows(Signal, _COLUMNS, fresh, key=("id",), update=())
    update_rows(Signal, Content._fields, changed)
    update_rows(Signal, ["status"], [(Signal.Status.WITHDRAWN.value, signal_id) for signal_id in gone])
    no_scope = [_UNSCOPED[name] for name in _SCOPE]
    update_rows(Signal, _SCOPE, [(*no_scope, signal_id) for signal_id in (*merged.closed, *gone)])
    return merged


def _known(series_ids: Sequence[int]) -> dict[Identity, _Known]:
    rows = Signal.objects.filter(series_id__in=series_ids).order_by()
    names = ("id", *Identity._fields, *Content._fields)
    split = 1 + len(Identity._fields)
    return {
        Identity(*row[1:split]): _Known(row[0], Content(*row[split:])) for row in rows.values_list(*names).iterator()
    }
