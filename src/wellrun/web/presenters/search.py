"""Finding a measure, unit, objective, initiative, post or action by its words, among what the caller may see.

Seven queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.queries import granted_unit_ids, units_where
from wellrun.execution.models import Action, Initiative
from wellrun.execution.visibility import visible_actions, visible_initiatives
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import holdings_on
from wellrun.strategy.models import Objective
from wellrun.strategy.queries import objectives_in_force
from wellrun.web.counts import inside
from wellrun.web.frame import Frame
from wellrun.web.presenters.line_of_sight import objective_href
from wellrun.web.switcher import kind_word

MOST = 8
SHORTEST = 2
LONGEST_NUMBER = 10


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


def search_groups(frame: Frame, query: str) -> list[Group]:
    """Groups with hits, each with its first few. A query shorter than two letters finds nothing; a number may."""
    words = query.split()
    if not words or (len(query.strip()) < SHORTEST and not query.strip().isdecimal()):
        return []
    found = [
        _measures(frame.unit, words),
        _group(_("Units"), "unit", _matching(units_where(frame.user), words, "name"), _unit_hit),
        _group(_("Objectives"), "flag", _objectives(frame, words), _objective_hit),
        _group(_("Initiatives"), "flag", _initiatives(frame, words), _initiative_hit),
        _group(_("Posts"), "post", _posts(frame, words), _post_hit),
        _group(_("Actions"), "action", _actions(frame, query, words), _action_hit),
    ]
    return [group for group in found if group.hits]


def _objectives(frame: Frame, words: list[str]) -> QuerySet[Objective]:
    rows = objectives_in_force().filter(unit__in=granted_unit_ids(frame.user)).select_related("unit", "plan")
    return _matching(rows, words, "title")


def _initiatives(frame: Frame, words: list[str]) -> QuerySet[Initiative]:
    """What is under way or to come before what is over."""
    rows = visible_initiatives(frame.user).select_related("objective", "owner")
    is_over = Q(status__in=[Initiative.Status.FINISHED, Initiative.Status.STOPPED])
    in_order = rows.annotate(is_over=ExpressionWrapper(is_over, output_field=BooleanField())).order_by(
        "is_over", "starts"
    )
    return _matching(in_order, words, "title")


def _posts(frame: Frame, words: list[str]) -> QuerySet[Any]:
    """Each with whether anybody holds it, and the first objective it owns."""
    owned = objectives_in_force().filter(owner=OuterRef("pk"), unit=OuterRef("unit"))
    rows = Post.objects.filter(unit__in=granted_unit_ids(frame.user), retired_on__isnull=True).select_related("unit")
    marked = rows.annotate(
        is_held=Exists(holdings_on(frame.today).filter(post=OuterRef("pk"))),
        owns=Subquery(owned.values("key")[:1]),
        owns_in=Subquery(owned.values("plan__key")[:1]),
    )
    return _matching(marked, words, "title")


def _matching(rows: QuerySet[Any], words: Iterable[str], field: str) -> QuerySet[Any]:
    for word in words:
        rows = rows.filter(**{f"{field}__icontains": word})
    return rows


def _group(label: str, icon: str, rows: QuerySet[Any], hit: Callable[[Any], Hit]) -> Group:
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


def _actions(frame: Frame, query: str, words: list[str]) -> QuerySet[Action]:
    rows = visible_actions(frame.user, frame.today).select_related("post")
    number = query.strip().removeprefix("#")
    if number.isdecimal() and len(number) < LONGEST_NUMBER:
        return rows.filter(Q(number=int(number)) | Q(title__icontains=query.strip()))
    return _matching(rows, words, "title")


def _unit_hit(unit: Unit) -> Hit:
    return Hit(unit.name, kind_word(unit.kind), reverse("strategy", args=[unit.key]))


def _objective_hit(objective: Objective) -> Hit:
    return Hit(objective.title, objective.unit.name, objective_href(objective))


def _initiative_hit(one: Initiative) -> Hit:
    about = _("For “%(objective)s”, owned by the %(post)s")
    shown = {"objective": one.objective.title, "post": inside(one.owner.title)}
    return Hit(one.title, about % shown, reverse("initiative", args=[one.key]))


def _post_hit(post: Any) -> Hit:
    """To what it answers for: its first objective, else its unit's strategy."""
    about = post.unit.name if post.is_held else _("%(unit)s, held by nobody") % {"unit": post.unit.name}
    if post.owns:
        return Hit(post.title, about, reverse("objective", args=[post.owns_in, post.owns]))
    return Hit(post.title, about, reverse("strategy", args=[post.unit.key]))


def _action_hit(action: Action) -> Hit:
    about = _("Action %(number)d, asked of the %(post)s") % {"number": action.number, "post": inside(action.post.title)}
    return Hit(action.title, about, reverse("action", args=[action.pk]))
