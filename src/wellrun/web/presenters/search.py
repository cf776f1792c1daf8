"""Finding a measure, unit, objective, post or action by its words, among what the caller may see. Six queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.queries import granted_unit_ids
from wellrun.execution.models import Action
from wellrun.execution.visibility import visible_actions
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.models import Objective

MOST = 8
SHORTEST = 2


@dataclass(frozen=True)
class Hit:
    """One thing found, and where it leads."""

    label: str
    about: str
    href: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more` when there is more than shown."""

    label: str
    icon: str
    hits: list[Hit]
    more: bool


def search_groups(user: Any, unit: Unit, query: str) -> list[Group]:
    """Groups with hits, each with its first few. A query shorter than two letters finds nothing."""
    words = query.split()
    if len(query.strip()) < SHORTEST or not words:
        return []
    visible = granted_unit_ids(user)
    found = [
        _measures(unit, words),
        _group(_("Units"), "unit", _matching(Unit.objects.filter(pk__in=visible), words, "name"), _unit_hit),
        _group(
            _("Objectives"),
            "flag",
            _matching(
                Objective.objects.filter(unit__in=visible, plan__active=True, retired_on__isnull=True).select_related(
                    "unit"
                ),
                words,
                "title",
            ),
            _objective_hit,
        ),
        _group(
            _("Posts"),
            "post",
            _matching(Post.objects.filter(unit__in=visible).select_related("unit"), words, "title"),
            _post_hit,
        ),
        _group(_("Actions"), "action", _actions(user, query, words), _action_hit),
    ]
    return [group for group in found if group.hits]


def _matching(rows: QuerySet[Any], words: Iterable[str], field: str) -> QuerySet[Any]:
    for word in words:
        rows = rows.filter(**{f"{field}__icontains": word})
    return rows


def _group(label: str, icon: str, rows: QuerySet[Any], hit: Any) -> Group:
    first = list(rows[: MOST + 1])
    return Group(label, icon, [hit(row) for row in first[:MOST]], len(first) > MOST)


def _measures(unit: Unit, words: list[str]) -> Group:
    """Measures that have a series in the present unit: what is shown must lead to a figure."""
    rows = MeasureVersion.objects.filter(current=True, measure__series__unit=unit).select_related("measure").distinct()
    return _group(
        _("Measures of %(unit)s") % {"unit": unit.name},
        "chart",
        _matching(rows, words, "name").order_by("name"),
        lambda version: Hit(version.name, version.definition, reverse("measure", args=[unit.key, version.measure.key])),
    )


def _actions(user: Any, query: str, words: list[str]) -> QuerySet[Action]:
    rows = visible_actions(user).select_related("post")
    number = query.strip().removeprefix("#")
    if number.isdigit():
        return rows.filter(Q(number=int(number)) | Q(title__icontains=query.strip()))
    return _matching(rows, words, "title")


def _unit_hit(unit: Unit) -> Hit:
    return Hit(unit.name, "", reverse("strategy", args=[unit.key]))


def _objective_hit(objective: Objective) -> Hit:
    href = reverse("strategy", args=[objective.unit.key])
    return Hit(objective.title, objective.unit.name, f"{href}#{objective.key}")


def _post_hit(post: Post) -> Hit:
    href = reverse("actions", args=[post.unit.key])
    return Hit(post.title, post.unit.name, f"{href}?post={post.key}")


def _action_hit(action: Action) -> Hit:
    return Hit(action.title, action.post.title, reverse("action", args=[action.pk]))
