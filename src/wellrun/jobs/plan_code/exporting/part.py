"""Of a plan only what a check of some subjects looks at, so that a save does not read ten thousand objectives."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from wellrun.execution.models import InitiativeTarget
from wellrun.jobs.plan_code.export import links_in, plan_with, standing_in
from wellrun.jobs.plan_code.exporting.objectives import objectives_of
from wellrun.jobs.plan_code.exporting.site_parts import catalogues, posts_of, targets_of
from wellrun.library.shelf import library
from wellrun.measures.models import Measure, Target, Trigger
from wellrun.organisation.models import DecisionRight, Post
from wellrun.plans.canonical import canonical
from wellrun.plans.document import PlanDocument
from wellrun.plans.specs import InitiativeSpec, LinkSpec, ObjectiveSpec, PlanSpec, TargetSpec
from wellrun.reviews.models import Forum
from wellrun.strategy.models import (
    Contributor,
    DriverNode,
    KeyResult,
    Objective,
    ObjectiveMeasure,
    Obligation,
    Plan,
)

Subjects = Collection[tuple[str, str]]


class PartOfPlan:
    """Reads a plan by the subjects that are asked; what is small is read once and whole.

    Objectives asked come with all they have, the cascade above and right below them, and those of the enterprise. Of a
    measure asked come the objectives that it bears on, of a post asked what it answers for, and no more of either.

    `going_on`: work of the plan before that goes on in this one.
    """

    def __init__(self, plan: Plan, going_on: tuple[InitiativeSpec, ...] = ()) -> None:
        self.plan, self.going_on = plan, going_on
        self.in_force = Objective.objects.filter(plan=plan, retired_on__isnull=True)

    def document(self, asked: Subjects, as_of: date) -> PlanDocument:
        """The part as a document; whatever the size of the plan about forty queries."""
        keys = _by_kind(asked)
        objectives = self._objectives(keys)
        targets = self._targets(keys)
        named = set(keys["post"]) | _posts_named(objectives, targets)
        may_decide = Q(pk__in=DecisionRight.objects.values("post"))
        posts = posts_of(Post.objects.filter(Q(key__in=named) | may_decide, retired_on__isnull=True))
        plan = replace(self._rest, objectives=objectives)
        return canonical(PlanDocument(plan, as_of=as_of, posts=posts, targets=targets, **self._catalogues))

    @cached_property
    def measures_used(self) -> frozenset[str]:
        """The keys of all measures that the whole plan works with; what a part leaves out names them too."""
        within = {"objective__in": self.in_force}
        works_with = (
            _names("measure", ObjectiveMeasure.objects.filter(**within))
            | _names("handoff_measure", Contributor.objects.filter(**within))
            | _names("series__measure", KeyResult.objects.filter(slice__objective__in=self.in_force))
            | _names("series__measure", InitiativeTarget.objects.filter(initiative__objective__in=self.in_force))
            | _names("series__measure", Target.objects.filter(retired_at__isnull=True))
            | _names("measure", Obligation.objects.filter(retired_on__isnull=True))
            | _names("measure", Forum.measures.through.objects.filter(forum__retired_on__isnull=True))
        )
        mentions = _names("measure", DriverNode.objects.filter(**within)) | _names(
            "series__measure", Trigger.objects.filter(retired_at__isnull=True)
        )
        used = set(Measure.objects.filter(works_with).values_list("key", flat=True))
        mentioned = set(Measure.objects.filter(mentions).values_list("key", flat=True))
        mentioned |= {end for link in self._links for end in (link.lead, link.lag)}
        mentioned |= {end for one in self._catalogues["trade_offs"] for end in (one.push, one.guard)}
        # What the library does not know a plan file defines itself, wherever it is named.
        return frozenset(used | {key for key in mentioned if library().find(key) is None})

    @cached_property
    def _rest(self) -> PlanSpec:
        rest = plan_with(self.plan, ())
        return replace(rest, initiatives=(*rest.initiatives, *self.going_on))

    @cached_property
    def _catalogues(self) -> dict[str, Any]:
        return catalogues()

    @property
    def _links(self) -> tuple[LinkSpec, ...]:
        links: tuple[LinkSpec, ...] = self._catalogues["links"]
        return links

    def _objectives(self, keys: dict[str, set[str]]) -> tuple[ObjectiveSpec, ...]:
        asked = set(self.in_force.filter(key__in=keys["objective"]).values_list("pk", flat=True))
        above = self._above(asked)
        links = links_in(self.plan)
        below = set(links.filter(parent__in=asked).values_list("child_id", flat=True))
        roles = self._roles(asked, keys)
        bearing = set(roles.values_list("objective_id", flat=True))
        rows = asked | above | below | bearing | self._by_themselves(keys)
        pursuing = ObjectiveMeasure.objects.filter(measure__key__in=keys["measure"]).values("objective")
        return objectives_of(
            Objective.objects.filter(pk__in=rows),
            whole=Objective.objects.filter(pk__in=asked),
            roles=roles,
            teams=Contributor.objects.filter(
                Q(objective__in=asked) | Q(objective__in=pursuing), **standing_in(self.plan, "objective")
            ),
            parents=links.filter(Q(child__in=asked | above) | Q(parent__in=asked)),
        )

    def _roles(self, asked: set[UUID], keys: dict[str, set[str]]) -> QuerySet[ObjectiveMeasure]:
        """Those of the objectives asked and of the enterprise, of the measures asked, and of the posts asked."""
        posts = keys["post"]
        wanted = Q(objective__in=asked) | Q(objective__level=Objective.Level.ENTERPRISE)
        wanted |= Q(measure__key__in=self._measures_looked_at(keys))
        wanted |= Q(owner__key__in=posts) | Q(owner__isnull=True, objective__owner__key__in=posts)
        return ObjectiveMeasure.objects.filter(wanted, **standing_in(self.plan, "objective"))

    def _measures_looked_at(self, keys: dict[str, set[str]]) -> set[str]:
        """The measures asked and what they are made of, those of aims asked, and the leads of links asked."""
        measures = keys["measure"]
        parts = {link.lead for link in self._links if link.grade == "structural" and link.lag in measures}
        leads = {link.lead for link in self._links if link.key in keys["link"]}
        return measures | parts | leads | {key.split("/")[0] for key in keys["target"]}

    def _above(self, asked: set[UUID]) -> set[UUID]:
        """All that they serve, up to the top; a query a level."""
        found: set[UUID] = set()
        fresh = set(asked)
        while fresh:
            above = links_in(self.plan).filter(child__in=fresh)
            fresh = set(above.values_list("parent_id", flat=True)) - found
            found |= fresh
        return found

    def _by_themselves(self, keys: dict[str, set[str]]) -> set[UUID]:
        """The enterprise's, those that posts asked own or initiatives asked are for, and one of each domain asked."""
        tried = {one.objective for one in self._rest.initiatives if one.key in keys["initiative"]}
        wanted = Q(level=Objective.Level.ENTERPRISE) | Q(owner__key__in=keys["post"]) | Q(key__in=tried)
        found = set(self.in_force.filter(wanted).values_list("pk", flat=True))
        for domain in keys["domain"]:
            one = self.in_force.filter(domain__key=domain).order_by("key").values_list("pk", flat=True).first()
            found |= {one} if one else set()
        return found

    def _targets(self, keys: dict[str, set[str]]) -> tuple[TargetSpec, ...]:
        """Of the measures asked everywhere; of the objectives asked in their units, and where key results are."""
        asked = self.in_force.filter(key__in=keys["objective"])
        results = KeyResult.objects.filter(slice__objective__in=asked)
        measures = keys["measure"] | {key.split("/")[0] for key in keys["target"]}
        measures |= {part.measure for one in self._tried(keys["initiative"]) for part in one.targets}
        wanted = Q(series__measure__key__in=measures)
        of_asked = ObjectiveMeasure.objects.filter(objective__in=asked).values("measure")
        wanted |= Q(series__measure__in=of_asked, series__unit__in=asked.values("unit"))
        wanted |= Q(
            series__measure__in=results.values("series__measure"), series__unit__in=results.values("series__unit")
        )
        return targets_of(Target.objects.filter(wanted, retired_at__isnull=True))

    def _tried(self, keys: set[str]) -> list[InitiativeSpec]:
        return [one for one in self._rest.initiatives if one.key in keys]


def _by_kind(asked: Subjects) -> dict[str, set[str]]:
    kinds = ("objective", "measure", "target", "link", "post", "initiative", "domain")
    return {kind: {key for of, key in asked if of == kind} for kind in kinds}


def _names(field: str, rows: QuerySet[Model]) -> Q:
    """Whether one of the rows names the measure."""
    return Q(Exists(rows.filter(**{field: OuterRef("pk")})))


def _posts_named(objectives: Iterable[ObjectiveSpec], targets: Iterable[TargetSpec]) -> set[str]:
    named = [post for one in objectives for post in (one.owner, one.sponsor)]
    named += [role.owner for one in objectives for role in one.measures]
    named += [one.post for one in targets]
    return {post for post in named if post}
