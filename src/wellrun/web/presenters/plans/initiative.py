"""What the forms of an initiative offer and say: who and what may be chosen, what is predicted, whose hours go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.execution.models import Initiative, InitiativeTarget
from wellrun.measures.models import MeasureVersion, Series
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import subtree_ids
from wellrun.strategy.models import DeclaredHours, DriverNode, Objective
from wellrun.web import figures
from wellrun.web.forms.plans.initiative import Choices
from wellrun.web.parts import Crumb
from wellrun.web.presenters.cascade_words import distance_in
from wellrun.web.presenters.rows import figure_format


@dataclass(frozen=True)
class Line:
    """One thing said of it: `change_href` fills it into the form, `remove` is the value by which it is taken away."""

    text: str
    change_href: str
    remove: str


def choices_for(user: User, objective: Objective) -> Choices:
    """What may be chosen for what is tried toward an objective: figures of its unit and below, posts one sees."""
    seen = granted_unit_ids(user)
    within = subtree_ids(objective.unit_id)
    series = Series.objects.filter(unit__in=within, stratum="total")
    versions = MeasureVersion.objects.filter(current=True, measure__in=series.values("measure"))
    return Choices(
        posts=Post.objects.filter(unit__in=seen, retired_on__isnull=True).order_by("title"),
        units=Unit.objects.filter(pk__in=within).filter(pk__in=series.values("unit")).order_by("-enterprise", "name"),
        versions={version.measure.key: version for version in versions.select_related("measure")},
        ideas=DriverNode.objects.filter(objective=objective, kind=DriverNode.Kind.IDEA),
    )


def start_defaults(objective: Objective, choices: Choices, today: date) -> dict[str, str]:
    """How the form of a new one begins: by the objective's owner, for its unit and its first result.

    It begins today, and not before the plan does.
    """
    roles = objective.measures.select_related("measure").order_by("-role", "position")
    lags = [role.measure.key for role in roles if role.role == "lag" and role.measure.key in choices.versions]
    first = {"measure": lags[0]} if lags else {}
    owner = {"owner": objective.owner.key} if objective.owner else {}
    first_day = max(today, objective.plan.starts).isoformat()
    return {"starts": first_day, "unit": objective.unit.key, **owner, **first}


def wanted_way(objective: Objective, choices: Choices, measure: str) -> str:
    """Which way the objective wants a measure to go; empty where neither it nor the definition says."""
    role = objective.measures.filter(measure__key=measure).first()
    version = choices.versions.get(measure)
    said = (role.direction if role else "") or (version.direction if version else "")
    return said if said in ("up", "down") else ""


def crumbs_of(one: Initiative) -> list[Crumb]:
    """The way to a form of an initiative."""
    return [
        Crumb(_("Strategy"), reverse("strategy", args=[one.objective.unit.key])),
        Crumb(one.title, reverse("initiative", args=[one.key])),
    ]


def prediction_lines(one: Initiative, choices: Choices) -> list[Line]:
    """What it is to move, the foremost first; to take away while it has not begun."""
    address = reverse("initiative_predictions", args=[one.key])
    fixed = one.status != Initiative.Status.PLANNED
    lines = []
    for target in _targets(one):
        query = urlencode({"measure": target.series.measure.key, "unit": target.series.unit.key})
        is_open = target.change is None or target.delay_days is None
        change_href = f"{address}?{query}" if is_open or not fixed else ""
        lines.append(
            Line(
                predicted_words(target, choices.versions.get(target.series.measure.key)),
                change_href,
                "" if fixed else str(target.pk),
            )
        )
    return lines


def prediction_said(one: Initiative, choices: Choices, measure: str, unit: str) -> dict[str, Any]:
    """What is said of one of its predictions already, as its form shows it: the named one, else the first left open."""
    targets = list(_targets(one))
    named = [each for each in targets if (each.series.measure.key, each.series.unit.key) == (measure, unit)]
    wanting = [each for each in targets if each.change is None or each.delay_days is None]
    found = next(iter(named or ([] if measure else wanting)), None)
    if found is None:
        return {}
    version = choices.versions.get(found.series.measure.key)
    size = None if found.change is None else round(found.change * (version.multiplier if version else 1), 9)
    return {
        "measure": found.series.measure.key,
        "unit": found.series.unit.key,
        "direction": found.direction,
        "change": size,
        "delay_days": found.delay_days,
    }


def may_be_completed(one: Initiative) -> bool:
    """Whether anything of what it predicts was left open. One query."""
    said = list(one.targets.values_list("change", "delay_days"))
    return not said or any(None in each for each in said)


def hours_lines(one: Initiative) -> list[Line]:
    """Whose hours it takes, beside what each post declared and what all of the plan takes of it."""
    rows = list(one.hours.select_related("post").order_by("post__title"))
    plan = one.objective.plan
    declared = dict(DeclaredHours.objects.filter(plan=plan).values_list("post_id", "hours_a_week"))
    others = _of_others(one, [row.post_id for row in rows])
    address = reverse("initiative_hours", args=[one.key])
    lines = []
    for row in rows:
        words = {
            "post": row.post.title,
            "hours": f"{row.hours_a_week:g}",
            "declared": f"{declared.get(row.post_id, 0):g}",
            "others": f"{others.get(row.post_id, 0):g}",
        }
        text = _("%(post)s: %(hours)s hours a week. Declared for the plan: %(declared)s; others take %(others)s.")
        query = urlencode({"post": row.post.key, "hours_a_week": f"{row.hours_a_week:g}"})
        lines.append(Line(text % words, f"{address}?{query}", row.post.key))
    return lines


def _targets(one: Initiative) -> Any:
    return one.targets.select_related("series__measure", "series__unit").all()


def _of_others(one: Initiative, posts: Collection[Any]) -> dict[Any, float]:
    """What the other initiatives of the plan take of these posts, planned or under way."""
    rows = Initiative.objects.filter(
        ~Q(pk=one.pk), objective__plan_id=one.objective.plan_id, status__in=Initiative.UNDER_WAY, hours__post__in=posts
    )
    found: dict[Any, float] = {}
    for post, hours in rows.values_list("hours__post", "hours__hours_a_week"):
        found[post] = found.get(post, 0.0) + hours
    return found


def predicted_words(target: InitiativeTarget, version: MeasureVersion | None) -> str:
    """What one prediction says: which figures, which way, by how much and when; and what is left open."""
    words = {"measure": version.name if version else target.series.measure.key, "unit": target.series.unit.name}
    if target.change is None:
        return _("%(measure)s, %(unit)s: how much is not said yet.") % words
    words["size"] = distance_in(target.change, figure_format(version) if version else figures.PLAIN)
    if target.delay_days is None:
        up, down = _("%(measure)s, %(unit)s: up by %(size)s."), _("%(measure)s, %(unit)s: down by %(size)s.")
        return (up if target.direction == "up" else down) % words
    words["days"] = ngettext("%(n)d day", "%(n)d days", target.delay_days) % {"n": target.delay_days}
    up = _("%(measure)s, %(unit)s: up by %(size)s after %(days)s.")
    down = _("%(measure)s, %(unit)s: down by %(size)s after %(days)s.")
    return (up if target.direction == "up" else down) % words
