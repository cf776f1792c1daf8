"""Local or systemic: open signals of member units against their siblings, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np

from wellrun.analytics.calendar import Grain, period_number
from wellrun.analytics.spc.scope import scope_of
from wellrun.insight.models import Signal
from wellrun.insight.siblings import OpenSignal, Siblings, open_signals_of, siblings_of
from wellrun.insight.subjects import Subject
from wellrun.insight.without_unit import Began, Pair, began_without
from wellrun.measures.bulk.rows import update_rows

_COLUMNS = ("scope", "scope_same", "scope_of", "scope_parent")


def rescope(subjects: Sequence[Subject]) -> list[UUID]:
    """Judge anew the scope of every open signal that a change in `subjects` may bear on; ids of those that differ.

    A change bears on the series itself, on its siblings, and on the units below it.
    """
    touched = {(each.measure_id, unit_id) for each in subjects for unit_id in (each.parent_id, each.unit_id) if unit_id}
    near = open_signals_of({measure_id for measure_id, _ in touched}, {unit_id for _, unit_id in touched})
    signals = [signal for signal in near if (signal.family.measure_id, signal.family.parent_id) in touched]
    if not signals:
        return []
    siblings = siblings_of(signals)
    rest = began_without(_pairs(signals, siblings))
    answers = [(_answer(signal, siblings, rest), signal) for signal in signals]
    changed = [(*answer, signal.id) for answer, signal in answers if answer != signal.answer]
    update_rows(Signal, _COLUMNS, changed)
    return [row[-1] for row in changed]


def _pairs(signals: Sequence[OpenSignal], siblings: Siblings) -> list[Pair]:
    """Each unit with its parent, where the parent's figures are made of its units'."""
    pairs: dict[int, Pair] = {}
    for signal in signals:
        of = siblings.definitions[signal.family.measure_id]
        parent = siblings.parents.get(signal.family)
        if parent is not None and of.roll_up != "none":
            plain = of.roll_up == "sum"
            pairs[signal.series_id] = (signal.series_id, parent, plain, of.kind, of.profile, of.is_watched)
    return list(pairs.values())


def _answer(signal: OpenSignal, siblings: Siblings, rest: Began) -> tuple[str, int, int, bool]:
    grain = Grain(siblings.definitions[signal.family.measure_id].grain)
    family = siblings.members[signal.family]
    shown = [
        (row, side, day) for row, each in enumerate(family) for side, day in siblings.began.get(each.series_id, ())
    ]
    # Signals of event series are dated by day.
    step = Grain.DAY if grain is Grain.EVENT else grain
    days = [signal.began, *(day for _, _, day in shown)]
    began = period_number(np.array(days, dtype="datetime64[D]"), step).astype(np.int32)
    without = [day for side, day in rest.get(signal.series_id, ()) if side == signal.side]
    found = scope_of(
        began=int(began[0]),
        side=signal.side,
        own=[each.series_id for each in family].index(signal.series_id),
        sufficient=np.array([each.has_enough_data(signal.began) for each in family]),
        sibling=np.array([row for row, _, _ in shown], dtype=np.int32),
        sibling_side=np.array([side for _, side, _ in shown], dtype=np.int8),
        sibling_began=began[1:],
        parent_began=period_number(np.array(without, dtype="datetime64[D]"), step).astype(np.int32),
    )
    return found.scope.value, found.n_showing, found.n_siblings, found.parent_shows
