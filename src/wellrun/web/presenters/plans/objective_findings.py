"""What the model check says of one objective, each finding with the way to mend it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.check.catalogue import catalogue
from wellrun.check.mending import fix_words
from wellrun.jobs.mending.forms import FORMS, FixForm
from wellrun.jobs.mending.links import fix_of
from wellrun.web import dates
from wellrun.web.presenters.plans.objective_records import ObjectiveRecords
from wellrun.web.presenters.plans.objective_words import objective_address
from wellrun.web.presenters.rule_words import SEVERITIES, TONES, why_of
from wellrun.web.way_back import with_way_back

_WRITES_AIMS = frozenset({Permission.CHAIR, Permission.ANALYSE})


@dataclass(frozen=True)
class FindingLine:
    """One finding; `set_aside`: until when somebody has said that it may stand; the fix is empty where none is here."""

    severity: str
    word: str
    tone: str
    icon: str
    message: str
    why: str
    since: str
    set_aside: str
    fix_href: str
    fix_label: str


def finding_lines(records: ObjectiveRecords, held: Collection[Permission]) -> list[FindingLine]:
    """The gravest first, what is set aside last. `held`: what the reader may do in the objective's unit."""
    found: list[Any] = sorted(records.findings, key=_gravity)
    return [_line(records, one, held) for one in found]


def _gravity(one: Any) -> tuple[bool, int, str]:
    return one.set_aside_until is not None, list(SEVERITIES).index(one.severity), one.rule


def _line(records: ObjectiveRecords, one: Any, held: Collection[Permission]) -> FindingLine:
    frame, until = records.frame, one.set_aside_until
    tone, icon = TONES[one.severity]
    label, href = _fix(records, one, held)
    here = objective_address("objective", records.objective)
    return FindingLine(
        severity=one.severity,
        word=str(SEVERITIES[one.severity]),
        tone=tone,
        icon=icon,
        message=one.message,
        why=why_of(catalogue()[one.rule]),
        since=dates.day_near(one.since.astimezone(frame.zone).date(), frame.today),
        set_aside=_("Set aside until %(day)s.") % {"day": dates.day_near(until, frame.today)} if until else "",
        fix_href=with_way_back(href, here) if href else "",
        fix_label=label,
    )


def _fix(records: ObjectiveRecords, one: Any, held: Collection[Permission]) -> tuple[str, str]:
    """What mends it, and the form filled in, where that is of this objective: no query, unlike `fixes.Fixes`."""
    fix = fix_of(one)
    if fix is None:
        return "", ""
    verb, values = fix
    form = FORMS[verb]
    arguments = _arguments(records, form, values, held)
    if arguments is None:
        return "", ""
    try:
        address = reverse(form.address, args=arguments)
    except NoReverseMatch:
        return "", ""
    said = {name: values[value] for name, value in form.fields.items() if values.get(value) is not None}
    return fix_words(verb, values), f"{address}?{urlencode(said)}" if said else address


def _arguments(
    records: ObjectiveRecords, form: FixForm, values: Mapping[str, Any], held: Collection[Permission]
) -> tuple[str, ...] | None:
    """What the address of a form takes; None where it is about something else, or not the reader's to fill in."""
    objective = records.objective
    key = values.get(form.named or form.about)
    if form.about == "objective" and key == objective.key and Permission.CHAIR in held:
        return objective.plan.key, objective.key
    if form.about == "initiative" and Permission.CHAIR in held:
        return (str(key),) if any(each.key == key for each in records.initiatives) else None
    if form.about == "aim" and values.get("unit") == objective.unit.key and not _WRITES_AIMS.isdisjoint(held):
        return objective.unit.key, str(key)
    return None
