"""Every change of a plan: when, who, what, from what to what."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.strategy.models import Objective, Plan, PlanChange
from wellrun.tables.write import write_columns
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.presenters.plans.history_named import about
from wellrun.web.presenters.plans.history_names import BETWEEN, Names, names_of
from wellrun.web.presenters.plans.history_values import Teller
from wellrun.web.presenters.plans.history_words import kind_word, verb_words
from wellrun.web.presenters.plans.stages import address

A_PAGE = 50
# Kinds of changes whose subject begins with the key of an objective.
_OF_OBJECTIVE = frozenset({"objective", "role", "contributor", "parent", "arrow", "driver", "precedence", "catchball"})


@dataclass(frozen=True)
class ChangeRow:
    """One change. `subject`: what it is about, by name where the reader sees it; `keys`: by keys, where that differs.

    `href`: the objective it is about, where that is still there.
    """

    when: str
    who: str
    what: str
    kind: str
    subject: str
    href: str
    details: list[str]
    keys: str = ""


def changes_of(frame: Frame, plan: Plan, asked: dict[str, Any]) -> QuerySet[PlanChange]:
    """The changes that were asked for, newest first. `asked`: kind, subject, person, since, until, where given."""
    zone = frame.zone
    rows = PlanChange.objects.filter(plan=plan).select_related("by").order_by("-id")
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("subject"):
        rows = rows.filter(about(plan, asked["subject"], granted_unit_ids(frame.user)))
    if asked.get("person"):
        rows = rows.filter(by__isnull=True) if asked["person"] == "system" else rows.filter(by=asked["person"])
    if asked.get("since"):
        rows = rows.filter(at__gte=datetime.combine(asked["since"], time.min, tzinfo=zone))
    if asked.get("until"):
        rows = rows.filter(at__lt=datetime.combine(asked["until"] + timedelta(days=1), time.min, tzinfo=zone))
    return rows


def change_rows(frame: Frame, plan: Plan, changes: Iterable[PlanChange]) -> list[ChangeRow]:
    """The changes as a page shows them; three queries besides, whatever they name."""
    listed = list(changes)
    seen = granted_unit_ids(frame.user)
    named = {_objective_of(one) for one in listed if one.kind in _OF_OBJECTIVE}
    there = Objective.objects.filter(plan=plan, key__in=named, unit__in=seen, retired_on__isnull=True)
    known, names = set(there.values_list("key", flat=True)), names_of(plan, listed, seen)
    return [_row(frame, plan, one, known, names) for one in listed]


def kinds_of(plan: Plan) -> list[tuple[str, str]]:
    """The kinds of things that were changed, with their words."""
    rows = PlanChange.objects.filter(plan=plan).order_by("kind").values_list("kind", flat=True).distinct()
    return sorted(((kind, kind_word(kind)) for kind in rows), key=lambda one: one[1])


def people_of(plan: Plan) -> list[tuple[str, str]]:
    """Who changed it, by name; the system itself last."""
    rows = User.objects.filter(pk__in=PlanChange.objects.filter(plan=plan).values("by")).order_by("display_name")
    return [(str(user.pk), str(user)) for user in rows]


def history_file(frame: Frame, changes: QuerySet[PlanChange]) -> bytes:
    """The changes as CSV, with what was and is as JSON; formulas in texts stay texts."""
    found = list(changes)
    columns: dict[str, list[Any]] = {
        "at": [one.at.astimezone(frame.zone).isoformat() for one in found],
        "by": [one.by.username if one.by else "" for one in found],
        "verb": [one.verb for one in found],
        "kind": [one.kind for one in found],
        "subject": [one.subject for one in found],
        "before": [_json(one.before) for one in found],
        "after": [_json(one.after) for one in found],
    }
    out = BytesIO()
    write_columns({name: np.array(values, dtype=object) for name, values in columns.items()}, out, "csv")
    return out.getvalue()


def _row(frame: Frame, plan: Plan, one: PlanChange, known: set[str], names: Names) -> ChangeRow:
    moment = one.at.astimezone(frame.zone)
    day = dates.day_near(moment.date(), frame.today)
    objective = _objective_of(one) if one.kind in _OF_OBJECTIVE else ""
    subject = "" if one.kind == "plan" else Teller(one, names).subject()
    return ChangeRow(
        when=f"{day}, {moment:%H:%M}",
        who=str(one.by) if one.by else "",
        what=verb_words(one),
        kind=kind_word(one.kind),
        subject=subject,
        href=address("objective", plan.key, objective) if objective in known else "",
        details=Teller(one, names).lines(),
        keys=one.subject if subject not in ("", one.subject) else "",
    )


def _objective_of(one: PlanChange) -> str:
    return one.subject.split(BETWEEN)[0]


def _json(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True) if values else ""


def seen_of(plan: Plan, keys: Iterable[str]) -> Q:
    """The changes of the plan itself and of those objectives: what a reader of some units is told."""
    told = Q(kind="plan", verb__in=("draft_plan", "clone_plan", "move_plan"))
    for key in keys:
        told |= Q(kind__in=_OF_OBJECTIVE, subject=key) | Q(kind__in=_OF_OBJECTIVE, subject__startswith=f"{key} > ")
    return told
