"""What a regulator or payer requires: written down, met with evidence."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from wellrun.audit.actions import record
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.errors import evidence_needed, key_taken, title_needed
from wellrun.strategy.models import Obligation
from wellrun.strategy.permission import Doer, permit_unit


@transaction.atomic
def add_obligation(
    *,
    key: str,
    title: str,
    regulator: str,
    clause: str,
    unit: Unit,
    due: date,
    owner: Post | None = None,
    evidence: str = "",
    measure: Measure | None = None,
    notice_days: int = 60,
    by: Doer,
) -> Obligation:
    """Write down what is required by a day. Raises `title_needed`, `key_taken`."""
    permit_unit(by, unit.pk)
    if not title.strip():
        raise title_needed()
    if Obligation.objects.filter(key=key).exists():
        raise key_taken(key)
    required = Obligation.objects.create(
        key=key,
        title=title.strip(),
        regulator=regulator,
        clause=clause,
        unit=unit,
        due=due,
        owner=owner,
        evidence=evidence,
        measure=measure,
        notice_days=notice_days,
    )
    record(by=by, verb="add_obligation", subject=required, data={"key": key, "unit": unit.key, "due": due})
    return required


@transaction.atomic
def meet_obligation(*, obligation: Obligation, met_on: date, met_by: str, by: Doer) -> Obligation:
    """Say that it is met, and what shows it. Raises `evidence_needed`."""
    permit_unit(by, obligation.unit_id)
    if not met_by.strip():
        raise evidence_needed()
    obligation.met_on, obligation.met_by = met_on, met_by.strip()
    obligation.save(update_fields=["met_on", "met_by"])
    record(by=by, verb="meet_obligation", subject=obligation, data={"met_on": met_on, "met_by": obligation.met_by})
    return obligation
