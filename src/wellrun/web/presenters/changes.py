"""What really changed in a unit and below: one row a measure, the topmost unit speaking for those beneath it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.analytics.spc.codes import Rule
from wellrun.insight.found_by import found_by, judged_by
from wellrun.insight.models import SeriesState, Signal
from wellrun.insight.queries import states_for
from wellrun.organisation.queries import subtree_ids
from wellrun.strategy.queries import measures_with_a_role
from wellrun.web import dates
from wellrun.web.counts import capital, in_words, inside
from wellrun.web.frame import Frame
from wellrun.web.presenters.rows import Background, MeasureRow, measure_row

MOST = 8
MOST_NAMED = 2
MOST_UNITS = 4
# A change that has stood for longer is known by now: it is on the strategy page, not news of the day. What gets worse
# stays for longer, because somebody still has to do something about it.
NEWS = {"improving": timedelta(days=365), "worsening": timedelta(days=2 * 365)}
# Where a unit lies that the switcher does not list.
DEEP = 1_000


@dataclass(frozen=True)
class Elsewhere:
    """Another unit in which the measure changed the same way."""

    unit: str
    href: str


@dataclass(frozen=True)
class Changed:
    """A measure that shows a real change: in which unit, since when, and in which units below it does too.

    `found_early`: no fixed rule marks its newest figure, early detection does; `rules`: by which it was found.
    """

    row: MeasureRow
    unit: str
    since: str
    elsewhere: list[Elsewhere]
    more_units: str
    found_early: bool = False
    rules: str = ""


@dataclass(frozen=True)
class Changes:
    """`said`: what gets worse, in a sentence; `more`: how many other measures changed, in a sentence."""

    said: str
    rows: list[Changed]
    more: str


class _Found(NamedTuple):
    """A series that changed."""

    series_id: int
    measure_id: UUID
    measure_key: str
    change: str
    since: date
    unit_id: UUID
    unit_key: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class FoundChanges:
    """What changed and is shown: a group of series each, with the state of its first; `n_groups` with the rest.

    With the state come `found_profile` and `found_rules` of its newest open signal, None where there is none.
    """

    shown: list[list[_Found]]
    state_of: dict[int, SeriesState]
    n_groups: int


def find_changes(frame: Frame) -> FoundChanges:
    """Measures of the plan that changed of late here and below, getting worse first, then the newest. Two queries."""
    groups = _by_measure(frame, _found(frame))
    news = [group for group in groups if _newest(group) > frame.today - NEWS[group[0].change]]
    shown = news[:MOST]
    ids = [group[0].series_id for group in shown]
    newest = Signal.objects.filter(series=OuterRef("pk"), status=Signal.Status.OPEN).order_by(
        "-last_fired", "-first_fired"
    )
    states = states_for(frame.user, pk__in=ids).annotate(
        found_profile=Subquery(newest.values("profile")[:1]), found_rules=Subquery(newest.values("rules")[:1])
    )
    return FoundChanges(shown, {state.series_id: state for state in states}, len(groups))


def changes_of(found: FoundChanges, background: Background) -> Changes:
    """The same as rows."""
    rows = [_changed(found, group, background) for group in found.shown]
    return Changes(_said(rows), rows, _more(found.n_groups - len(found.shown)))


def _found(frame: Frame) -> list[_Found]:
    """Every series of a measure of the plan, here and below, that shows an improvement or gets worse."""
    rows = states_for(
        frame.user,
        unit__in=subtree_ids(frame.unit.pk),
        unit__closed__isnull=True,
        measure__in=measures_with_a_role(),
        stratum="total",
    ).filter(change__in=["worsening", "improving"], since__isnull=False)
    fields = ("series_id", "series__measure_id", "series__measure__key", "change", "since")
    unit = ("series__unit_id", "series__unit__key", "series__unit__name")
    return [_Found(*row) for row in rows.order_by("series__unit__name").values_list(*fields, *unit)]


def _by_measure(frame: Frame, found: list[_Found]) -> list[list[_Found]]:
    """The same change of one measure in one group, the topmost unit first."""
    depths = {placed.unit.pk: placed.depth for placed in frame.units}
    groups: dict[tuple[str, UUID], list[_Found]] = defaultdict(list)
    for one in sorted(found, key=lambda each: depths.get(each.unit_id, DEEP)):
        groups[one.change, one.measure_id].append(one)
    newest_first = sorted(groups.values(), key=lambda group: (_newest(group), group[0].measure_key), reverse=True)
    return sorted(newest_first, key=lambda group: group[0].change != "worsening")


def _newest(group: list[_Found]) -> date:
    return max(one.since for one in group)


def _changed(found: FoundChanges, group: list[_Found], background: Background) -> Changed:
    state: Any = found.state_of[group[0].series_id]
    unit, version = state.series.unit, background.versions[group[0].measure_id]
    more = len(group) - 1 - MOST_UNITS
    return Changed(
        row=measure_row(unit, version, state.series, never=background.never.get((unit.pk, version.measure_id), ())),
        unit=unit.name,
        since=dates.period(group[0].since, version.grain),
        elsewhere=[
            Elsewhere(one.unit_name, reverse("measure", args=[one.unit_key, one.measure_key]))
            for one in group[1 : 1 + MOST_UNITS]
        ],
        found_early=state.rule == Rule.EARLY_DETECTION.word,
        rules=(
            found_by(state.found_profile, state.found_rules)
            if state.found_profile is not None
            else judged_by(state.profile, version.early_detection)
        ),
        more_units=ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more} if more > 0 else "",
    )


def _said(rows: list[Changed]) -> str:
    """What gets worse: by name where it is little, else by number."""
    worse = [inside(row.row.name) for row in rows if row.row.change == "worsening"]
    if not worse:
        return ""
    if len(worse) > MOST_NAMED:
        return _("%(n)s measures are getting worse.") % {"n": capital(in_words(len(worse)))}
    if len(worse) == 1:
        return _("Getting worse: %(name)s.") % {"name": worse[0]}
    return _("Getting worse: %(first)s and %(second)s.") % {"first": worse[0], "second": worse[1]}


def _more(count: int) -> str:
    if count <= 0:
        return ""
    words = {"n": capital(in_words(count))}
    return ngettext("%(n)s more measure changed.", "%(n)s more measures changed.", count) % words
