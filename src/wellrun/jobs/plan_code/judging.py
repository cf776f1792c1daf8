"""What the model check says of a document before it becomes records: as of its file, in the rhythm of the site."""

from __future__ import annotations

from dataclasses import replace

from wellrun.check.engine import Setting, Verdict, check
from wellrun.check.facts import MeasureFacts
from wellrun.check.from_file import facts_of
from wellrun.check.models import RuleSetting
from wellrun.lib import clock
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone
from wellrun.plans.document import PlanDocument


def verdict_of(document: PlanDocument) -> Verdict:
    """The verdict of today on the document, with the site's thresholds and its tree of units; four queries."""
    parents = dict(Unit.objects.values_list("key", "parent__key"))
    settings = {row.rule: Setting(row.severity, row.thresholds) for row in RuleSetting.objects.all()}
    facts = facts_of(document, clock.today(site_zone()), parents)
    return check(replace(facts, measures=_as_they_come_here(facts.measures)), settings)


def _as_they_come_here(measures: tuple[MeasureFacts, ...]) -> tuple[MeasureFacts, ...]:
    """Measures with the grain and the delay of figures of the site, which a plan file leaves to it."""
    rows = MeasureVersion.objects.filter(current=True, measure__retired_on__isnull=True)
    here = {key: (grain, lag) for key, grain, lag in rows.values_list("measure__key", "grain", "data_lag_days")}
    coming = (here.get(one.key, (one.grain, one.data_lag_days)) for one in measures)
    return tuple(
        replace(m, grain=grain, data_lag_days=lag, rhythm_known=m.rhythm_known or m.key in here)
        for m, (grain, lag) in zip(measures, coming, strict=True)
    )
