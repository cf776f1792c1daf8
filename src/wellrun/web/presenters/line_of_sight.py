"""The way from an objective up to those of the enterprise: what it serves, what that serves, and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.strategy.models import Objective, ObjectiveParent
from wellrun.strategy.queries import links_up


@dataclass(frozen=True)
class Served:
    """One objective on the way up. `label` says by what it is served: two parents are no chain."""

    label: str
    objective: Objective


def served(objective: Objective | None) -> list[Served]:
    """The objective and all above it, nearest first; three queries at most."""
    if objective is None:
        return []
    found = [Served(_("Serves"), objective)]
    below = 1
    for level in links_up([objective.pk]):
        found.extend(_level(level, below))
        below = len({link.parent_id for link in level})
    return found


def _level(links: Sequence[ObjectiveParent], below: int) -> list[Served]:
    """One level up; where several stand `below` it, each line says which of them it is about."""
    if below > 1:
        return [Served(_("“%(child)s” serves") % {"child": link.child.title}, link.parent) for link in links]
    labels = [_("Which serves"), *[_("Which also serves")] * (len(links) - 1)]
    return [Served(label, link.parent) for label, link in zip(labels, links, strict=True)]


def objective_href(objective: Objective) -> str:
    """The page of an objective, which carries its plan."""
    return reverse("objective", args=[objective.plan.key, objective.key])
