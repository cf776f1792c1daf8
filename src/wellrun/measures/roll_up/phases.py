"""Keeping the phases that roll-up finds: those that are still true stay as they are, the others go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.analytics.calendar import Grain, period_number
from wellrun.measures.bulk.contract import Begins, Engine
from wellrun.measures.facts import MeasureFacts
from wellrun.measures.models import Phase
from wellrun.measures.roll_up.reporting import FoundPhase
from wellrun.measures.roll_up.steps import Change
from wellrun.measures.roll_up.tree import Absorption, Tree

NAMED = 3


@dataclass(frozen=True, slots=True)
class WantedPhase:
    """A phase that a series should have."""

    series_id: int
    start: date
    grain: Grain
    kind: str
    reason: str


def phase_number(start: date, grain: Grain, week_start: int) -> int:
    """The number of a phase that starts there: that of the period in the grain's calendar, never below 1."""
    calendar = Grain.DAY if grain is Grain.EVENT else grain
    return max(1, int(period_number(np.datetime64(start, "D"), calendar, week_start)))


def keep_phases(looked_at: dict[int, date], wanted: Iterable[WantedPhase], at: datetime, week_start: int) -> set[int]:
    """Make the derived phases of each series that start after the given day those wanted; which series changed.

    A phase that a person started on the same day stands, and names what was found after its own reason.
    """
    rows = Phase.objects.filter(series_id__in=looked_at)
    there = {(row.series_id, row.start): row for row in rows}
    want = {(phase.series_id, phase.start): phase for phase in wanted}
    gone = [
        row for key, row in there.items() if row.derived and row.start > looked_at[row.series_id] and key not in want
    ]
    Phase.objects.filter(pk__in=[row.pk for row in gone]).delete()
    told = [(row, *_words(row, want.get(key), row.start > looked_at[row.series_id])) for key, row in there.items()]
    reworded = [
        _reword(row, kind, reason) for row, kind, reason in told if (row.reason_kind, row.reason) != (kind, reason)
    ]
    Phase.objects.bulk_update(reworded, ["reason_kind", "reason"])
    fresh = [_row(phase, at, week_start) for key, phase in want.items() if key not in there]
    Phase.objects.bulk_create(fresh)
    return {row.series_id for row in (*gone, *reworded, *fresh)}


def _words(row: Phase, phase: WantedPhase | None, was_looked_at: bool) -> tuple[str, str]:
    """Kind and reason that the row should have; `phase`: what was found on its day."""
    if row.derived:
        return (phase.kind, phase.reason) if phase is not None else (row.reason_kind, row.reason)
    if phase is not None:
        return row.reason_kind, with_found(declared_alone(row.reason), phase.reason)
    return row.reason_kind, declared_alone(row.reason) if was_looked_at else row.reason


def with_found(declared: str, found: str) -> str:
    """Two reasons for one baseline: what was declared comes first."""
    return f"{declared} {_('Also:')} {found}"


def declared_alone(reason: str) -> str:
    """The declared reason without what was found beside it."""
    return reason.split(f" {_('Also:')} ")[0]


def _reword(row: Phase, kind: str, reason: str) -> Phase:
    row.reason_kind, row.reason = kind, reason
    return row


def _row(phase: WantedPhase, at: datetime, week_start: int) -> Phase:
    return Phase(
        series_id=phase.series_id,
        number=phase_number(phase.start, phase.grain, week_start),
        start=phase.start,
        reason_kind=phase.kind,
        reason=phase.reason,
        derived=True,
        created_at=at,
    )


def merger_phases(engine: Engine, tree: Tree, change: Change) -> tuple[dict[int, date], list[WantedPhase]]:
    """The phases of successors that report for themselves, from the first figure after each merger.

    Answers which series were looked at (from the beginning), and what they should have.
    """
    changed = set(change.series_ids.tolist())
    mergers = _mergers(tree, change)
    heirs = {heir for _, heir, absorbed in mergers if {heir, absorbed} & changed}
    absorbed: dict[tuple[int, int], tuple[Absorption, list[str]]] = {}
    for absorption, heir, series_id in mergers:
        day = _first_after(engine, tree, change.facts, absorption, (heir, series_id)) if heir in heirs else None
        if day is not None:
            absorbed.setdefault((heir, day), (absorption, []))[1].append(tree.names[absorption.unit])
    return dict.fromkeys(heirs, date.min), [
        WantedPhase(
            heir,
            _date(day),
            change.facts.grain,
            Phase.Reason.MERGER.value,
            merger_reason(tree.names[absorption.place], names),
        )
        for (heir, day), (absorption, names) in absorbed.items()
    ]


def _mergers(tree: Tree, change: Change) -> list[tuple[Absorption, int, int]]:
    """(absorption, the successor's series, that of the unit it absorbed), where both report for themselves."""
    of_unit: dict[int, dict[str, int]] = {}
    for row in change.rows:
        if not row.derived:
            of_unit.setdefault(tree.index[row.unit], {})[row.stratum] = row.id
    return [
        (absorption, of_unit[absorption.place][stratum], series_id)
        for absorption in tree.absorptions
        for stratum, series_id in of_unit.get(absorption.unit, {}).items()
        if stratum in of_unit.get(absorption.place, {})
    ]


def _first_after(
    engine: Engine, tree: Tree, facts: MeasureFacts, absorption: Absorption, heir_and_absorbed: tuple[int, int]
) -> int | None:
    """The first day with a figure of the successor after the merger, if both had figures before it."""
    both = np.array(heir_and_absorbed, dtype=np.int64)
    began, absorbed_began = engine.first_days(both, facts.begins_with).tolist()
    if began >= absorption.since or absorbed_began >= tree.closed[absorption.unit]:
        return None
    after = int(engine.first_days(both[:1], Begins.FIGURE, absorption.since)[0])
    return after if after < absorption.until else None


def found_phase(tree: Tree, facts: MeasureFacts, series_id: int, phase: FoundPhase) -> WantedPhase:
    """The phase of a node with its sentence."""
    joined, stopped = ([tree.names[unit] for unit in units] for units in (phase.joined, phase.stopped))
    if phase.merger:
        kind, reason = Phase.Reason.MERGER, _merged_from_outside(tree, phase)
    else:
        kind, reason = Phase.Reason.REPORTING, reporting_reason(joined, stopped)
    return WantedPhase(series_id, _date(phase.day), facts.grain, kind.value, reason)


def _merged_from_outside(tree: Tree, phase: FoundPhase) -> str:
    heirs = {
        absorption.place
        for absorption in tree.absorptions
        if absorption.unit in phase.joined and absorption.since <= phase.day < absorption.until
    }
    absorbed = [tree.names[unit] for unit in phase.joined]
    return merger_reason(names_in_words([tree.names[unit] for unit in sorted(heirs)]), absorbed)


def merger_reason(heir: str, absorbed: Sequence[str]) -> str:
    """The sentence of a merger."""
    return _("%(heir)s took over %(absorbed)s, whose figures are in it from here on.") % {
        "heir": heir,
        "absorbed": names_in_words(absorbed),
    }


def reporting_reason(joined: Sequence[str], stopped: Sequence[str]) -> str:
    """The sentence of a change of who reports."""
    facts = {"joined": names_in_words(joined), "stopped": names_in_words(stopped)}
    if joined and stopped:
        return _("Who reports changed: %(joined)s joined, %(stopped)s stopped.") % facts
    if joined:
        return _("Who reports changed: %(joined)s joined.") % facts
    return _("Who reports changed: %(stopped)s stopped.") % facts


def names_in_words(names: Sequence[str]) -> str:
    """Up to three names, then how many others."""
    listed = [*names[:NAMED]]
    others = len(names) - len(listed)
    if others:
        listed.append(ngettext("%(count)d other", "%(count)d others", others) % {"count": others})
    if len(listed) < 2:
        return "".join(listed)
    return _("%(first)s and %(last)s") % {"first": ", ".join(listed[:-1]), "last": listed[-1]}


def _date(day: int) -> date:
    found: date = np.datetime64(day, "D").astype(object)
    return found
