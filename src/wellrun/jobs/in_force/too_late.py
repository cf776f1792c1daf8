"""Leads that are too late to act on: their signal can be read only when the effect is there.

For objectives with their roles call `too_late_leads(roles, versions)`: one query whatever their number. It answers by
(objective id, measure id) for those leads only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db.models import Subquery

from wellrun.check.models import RuleSetting
from wellrun.check.warning import INTERVAL_DAYS, POINTS, TimeToAct, longest_of, points_needed
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import InfluenceLink, ObjectiveMeasure

_RULE = "OBJ-02"
_LEAD, _LAG = ObjectiveMeasure.Role.LEAD, ObjectiveMeasure.Role.LAG


class HasRole(Protocol):
    """A measure's role toward an objective: a record, or a row of `strategy.queries`."""

    @property
    def objective_id(self) -> UUID:
        """The objective."""

    @property
    def measure_id(self) -> UUID:
        """The measure."""

    @property
    def role(self) -> str:
        """Lead, lag or balancing."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """A lead that does not count as one: its signal needs `needed_days`, its effect `delay_days` at most."""

    version: MeasureVersion
    needed_days: int
    delay_days: int
    points: int
    interval_days: int
    age_days: int


def too_late_leads(
    roles: Iterable[HasRole], versions: Mapping[UUID, MeasureVersion]
) -> dict[tuple[UUID, UUID], TooLate]:
    """Those of the leads that are too late to act on, by (objective, measure). One query, none without a lead.

    `roles`: all roles of the objectives shown, since the delay is that of the links to their own results.
    `versions`: the definition in force of each measure that has a role; a lead without one is passed over.
    """
    every = list(roles)
    leads = [one for one in every if one.role == _LEAD and one.measure_id in versions]
    if not leads:
        return {}
    lags: dict[UUID, set[UUID]] = defaultdict(set)
    for one in every:
        if one.role == _LAG:
            lags[one.objective_id].add(one.measure_id)
    links, points = _delays({one.measure_id for one in leads})
    found = {}
    for one in leads:
        delay = _longest(links[one.measure_id], lags[one.objective_id])
        late = _judged(versions[one.measure_id], delay, points)
        if late is not None:
            found[one.objective_id, one.measure_id] = late
    return found


def _judged(version: MeasureVersion, delay_days: int | None, points: float) -> TooLate | None:
    needed, interval = points_needed(version.rule_profile, points), INTERVAL_DAYS.get(version.grain)
    time = TimeToAct(needed, interval, version.data_lag_days, delay_days)
    if not time.is_too_late or needed is None or interval is None or delay_days is None:
        return None
    days = int(needed * interval + version.data_lag_days)
    return TooLate(version, days, delay_days, int(needed), interval, version.data_lag_days)


def _longest(links: Iterable[tuple[UUID, int]], lags: Iterable[UUID]) -> int | None:
    return longest_of(((str(lag), days) for lag, days in links), {str(lag) for lag in lags})


def _delays(leads: Iterable[UUID]) -> tuple[dict[UUID, list[tuple[UUID, int]]], float]:
    """By lead the (lag, days) of its links in force that are no arithmetic, and how many figures a signal needs.

    The number comes with the links, where the site counts otherwise than its rules say: no page asks once more for it.
    """
    counted = RuleSetting.objects.filter(rule=_RULE).values("thresholds")[:1]
    rows = InfluenceLink.objects.filter(lead__in=leads, retired_on__isnull=True).annotate(counted=Subquery(counted))
    rows = rows.exclude(grade=InfluenceLink.Grade.STRUCTURAL).order_by()
    found: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
    setting: dict[str, float] = {}
    for lead, lag, days, thresholds in rows.values_list("lead_id", "lag_id", "delay_max_days", "counted"):
        found[lead].append((lag, days))
        setting = thresholds or setting
    return found, float(setting.get("points", POINTS))
