"""Reading what the model check found: who is told of what, and which exceptions hold."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace

from wellrun.access.queries import granted_unit_ids
from wellrun.check.models import Finding, Waiver
from wellrun.execution.visibility import visible_actions, visible_escalations
from wellrun.lib import clock
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone
from wellrun.reviews.visibility import visible_items
from wellrun.strategy.models import ObjectiveMeasure, Plan

# Rules about a measure whose sentence also says something of one place: its figures, two objectives, a forum.
_OF_A_PLACE: Final = ("MEA-05", "OBJ-09", "REV-02")


def findings_for(user: Any, today: date | None = None) -> QuerySet[Finding]:
    """The findings about units the user sees; those of a plan as a whole are told to who sees the enterprise.

    What a restricted forum keeps to itself is an action, a question or an item with a unit like any other. `today`: the
    site's, where the caller knows it already.
    """
    units, today = granted_unit_ids(user), today or clock.today(site_zone())
    whole = Unit.objects.filter(enterprise=True, pk__in=units)
    kept = Q(kind__in=("action", "escalation", "item"))
    told = (about_units(units) | Q(Exists(whole), unit__isnull=True)) & ~kept
    return Finding.objects.alias(plain=_plain("subject")).filter(told | _theirs(user, today))


def _theirs(user: Any, today: date) -> Q:
    """Findings about an action, a question or an item that the user sees."""
    actions = visible_actions(user, today).annotate(plain=Cast("number", CharField())).values("plain")
    questions = visible_escalations(user, today).annotate(plain=_plain(Cast("pk", CharField()))).values("plain")
    items = visible_items(user, today).annotate(plain=_plain(Cast("pk", CharField()))).values("plain")
    return (
        Q(kind="action", plain__in=actions)
        | Q(kind="escalation", plain__in=questions)
        | Q(kind="item", plain__in=items)
    )


def _plain(name: Any) -> Replace:
    """Without hyphens, which one engine writes into an id and another leaves out."""
    return Replace(name, Value("-"), Value(""))


def about_units(units: Any) -> Q:
    """Findings of these units, and of the measures that bear on an objective there whoever else they bear on.

    `units`: their ids, as a subquery. What is said of a measure as such, its definition or how often it is looked at,
    says nothing of the other units that use it.
    """
    here = ObjectiveMeasure.objects.filter(
        objective__plan=OuterRef("plan"),
        objective__retired_on__isnull=True,
        objective__unit__in=units,
        measure__key=OuterRef("subject"),
    )
    shared = Q(kind="measure") & ~Q(rule__in=_OF_A_PLACE)
    return Q(unit__in=units) | (shared & Q(Exists(here)))


def its_waivers(today: date) -> QuerySet[Waiver]:
    """For the finding of an outer query: the exception from its rule for its subject, where that has not run out."""
    about = {name: OuterRef(name) for name in ("plan", "rule", "subject")}
    return Waiver.objects.filter(**about, expires__gte=today)


def waivers_in_force(plan: Plan | None, today: date) -> dict[tuple[str, str], Waiver]:
    """The exceptions of a plan that have not run out, with their posts, by rule and subject; one query."""
    held = Waiver.objects.filter(plan=plan, expires__gte=today).select_related("post") if plan else ()
    return {(waiver.rule, waiver.subject): waiver for waiver in held}
