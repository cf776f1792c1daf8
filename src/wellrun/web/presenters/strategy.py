"""Strategy on a page: the few ranked objectives of a unit, what moves, what is missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.check.models import Waiver
from wellrun.execution.models import Initiative
from wellrun.jobs.in_force.too_late import too_late_leads
from wellrun.measures.queries import never_reported
from wellrun.organisation.models import Post, UnitClosure
from wellrun.organisation.queries import posts_held
from wellrun.strategy.models import Contributor, Domain, Objective, ObjectiveMeasure, ObjectiveParent, Plan
from wellrun.strategy.queries import active_plan, objectives_in_force
from wellrun.web import dates
from wellrun.web.counts import inside
from wellrun.web.frame import Frame
from wellrun.web.parts import Fact
from wellrun.web.presenters.contributions import Contribution, contributions
from wellrun.web.presenters.forums import Forums, NextSitting
from wellrun.web.presenters.judged_line import judged_line
from wellrun.web.presenters.line_of_sight import objective_href
from wellrun.web.presenters.never import never_lines
from wellrun.web.presenters.objective import Handoff, ObjectiveCard
from wellrun.web.presenters.priority import priority_state
from wellrun.web.presenters.rows import MeasureRow, current_versions, measure_row, series_of
from wellrun.web.presenters.strategy_words import holes, initiative_words, late_words, said, vacancies

_ORDER = {"lag": 0, "lead": 1, "balancing": 2}


@dataclass(frozen=True)
class StrategyPage:
    """What the page shows; `said` is the sentence first. `contributions`: of a unit without objectives of its own.

    `never`: which units below are counted in the coverage and never reported what. `judged`: by which rules changes
    were found. `new_href`: where who chairs the unit writes an objective of it.
    """

    plan: Plan | None
    said: str
    cards: list[ObjectiveCard]
    contributions: list[Contribution]
    uncovered: list[tuple[str, str]]
    never: list[str] = field(default_factory=list)
    judged: str = ""
    new_href: str = ""


def strategy_page(frame: Frame) -> StrategyPage:
    """The active plan as it stands for the unit; thirteen queries."""
    plan = active_plan()
    if plan is None:
        return StrategyPage(None, "", [], [], [])
    rows: QuerySet[Any, Any] = objectives_in_force().filter(unit=frame.unit)
    chaired = granted_unit_ids(frame.user, Permission.CHAIR).filter(descendant_id=frame.unit.pk)
    held = rows.select_related("plan", "domain", "owner", "sponsor").annotate(
        is_chaired=Exists(chaired), **posts_held(frame.today, "owner", "sponsor")
    )
    objectives: list[Any] = list(held)
    if not objectives:
        new_href = _new_href(frame, plan) if chaired.exists() else ""
        return StrategyPage(plan, "", [], contributions(frame), [], new_href=new_href)
    cards = _Cards(frame, objectives).all()
    uncovered = _uncovered(frame, plan, objectives) if frame.unit.enterprise else []
    never = never_lines(row for card in cards for row in card.rows)
    states = [(row.name, row.state) for card in cards for row in card.rows]
    judged = judged_line((name, state.profile, state.watched) for name, state in states if state is not None)
    new_href = _new_href(frame, plan) if objectives[0].is_chaired else ""
    return StrategyPage(plan, said(cards), cards, [], uncovered, never, judged, new_href)


def _new_href(frame: Frame, plan: Plan) -> str:
    """The form of a new objective of the unit."""
    return f"{reverse('objective_new', args=[plan.key])}?{urlencode({'unit': frame.unit.key})}"


class _Cards:
    """What belongs to the objectives of a unit, read at once; the cards are looked up in it."""

    def __init__(self, frame: Frame, objectives: list[Objective]) -> None:
        self.frame = frame
        self.objectives = objectives
        self.roles = _by_objective(ObjectiveMeasure.objects.filter(objective__in=objectives))
        self.teams = _by_objective(Contributor.objects.filter(objective__in=objectives))
        self.initiatives = _by_objective(_active(frame, objectives))
        self.serves = _by_objective(
            ObjectiveParent.objects.filter(child__in=objectives).select_related("parent__plan"), "child_id"
        )
        self.versions = current_versions(self._measure_ids())
        self.series = series_of(frame.unit, self.versions)
        self.too_late = too_late_leads((role for roles in self.roles.values() for role in roles), self.versions)
        self.never = never_reported(frame.unit.pk, self.versions.values(), frame.today)
        above = UnitClosure.objects.filter(descendant_id=frame.unit.pk)
        self.seen = {placed.unit.pk for placed in frame.units}
        self.forums = Forums(frame, dict(above.values_list("ancestor_id", "depth")))

    def _measure_ids(self) -> set[UUID]:
        of_roles = {role.measure_id for roles in self.roles.values() for role in roles}
        of_teams = {team.handoff_measure_id for teams in self.teams.values() for team in teams}
        return {measure_id for measure_id in of_roles | of_teams if measure_id is not None}

    def all(self) -> list[ObjectiveCard]:
        """The cards in the objectives' order."""
        return [self._card(objective) for objective in self.objectives]

    def _card(self, objective: Any) -> ObjectiveCard:
        roles = sorted(self.roles.get(objective.pk, []), key=lambda role: (_ORDER[role.role], role.position))
        rows = [self._row(role) for role in roles]
        teams = self.teams.get(objective.pk, [])
        doing = [self._initiative(one) for one in self.initiatives.get(objective.pk, [])]
        return ObjectiveCard(
            key=objective.key,
            href=objective_href(objective),
            rank=objective.rank,
            title=objective.title,
            domain=objective.domain.name,
            serves=[(link.parent.title, self._parent(link.parent)) for link in self.serves.get(objective.pk, [])],
            people=_posts(objective),
            initiatives=doing,
            next_review=self._next_review(objective, roles),
            handoffs=[self._handoff(team) for team in teams if team.handoff_measure_id is not None],
            without_handoff=", ".join(team.team for team in teams if team.handoff_measure_id is None),
            rows=rows,
            state=priority_state(rows),
            holes=[*vacancies(objective), *late_words(rows), *holes(rows)],
            library_href=self._library(objective) if holes(rows) else "",
            is_idle=not doing,
            begin_href=self._begin(objective) if objective.is_chaired and not doing else "",
        )

    def _parent(self, parent: Objective) -> str:
        """Where it stands; empty outside the caller's units."""
        return objective_href(parent) if parent.unit_id in self.seen else ""

    def _begin(self, objective: Objective) -> str:
        """The form that begins an initiative for it."""
        return reverse("initiative_new", args=[objective.plan.key, objective.key])

    def _library(self, objective: Objective) -> str:
        """The measures of the library in the objective's domain."""
        return f"{reverse('library', args=[self.frame.unit.key])}?{urlencode({'domain': objective.domain.key})}"

    def _initiative(self, one: Initiative) -> Fact:
        return Fact(_("Initiative"), initiative_words(one, self.frame.today), reverse("initiative", args=[one.key]))

    def _row(self, role: ObjectiveMeasure) -> MeasureRow:
        version, series = self.versions[role.measure_id], self.series.get(role.measure_id)
        never = self.never.get(role.measure_id, ())
        late = self.too_late.get((role.objective_id, role.measure_id))
        return measure_row(
            self.frame.unit, version, series, role.role, today=self.frame.today, never=never, too_late=late
        )

    def _handoff(self, team: Contributor) -> Handoff:
        version = self.versions[team.handoff_measure_id]  # type: ignore[index]
        return Handoff(team.team, version.name, reverse("measure", args=[self.frame.unit.key, version.measure.key]))

    def _next_review(self, objective: Objective, roles: list[ObjectiveMeasure]) -> Fact:
        """The soonest sitting of a forum that the objective's measures go to."""
        found = [self._forum_of(objective, role) for role in roles]
        sits = sorted((one.starts_at, one.forum) for one in found if one is not None and one.starts_at is not None)
        if not sits and any(one is not None and not one.forum for one in found):
            return Fact(_("Next review"), _("above your units"))
        if not sits:
            return Fact(_("Next review"), _("none planned"), missing=True)
        when, forum = sits[0]
        day = dates.day(when.astimezone(self.frame.zone).date())
        return Fact(_("Next review"), _("%(forum)s, %(day)s") % {"forum": forum, "day": day})

    def _forum_of(self, objective: Objective, role: ObjectiveMeasure) -> NextSitting | None:
        grain = self.versions[role.measure_id].grain
        return self.forums.next_of(measure_id=role.measure_id, domains=[objective.domain.key], grain=grain)


def _by_objective(rows: Any, key: str = "objective_id") -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _active(frame: Frame, objectives: list[Objective]) -> QuerySet[Initiative]:
    return Initiative.objects.filter(
        objective__in=objectives, status=Initiative.Status.ACTIVE, starts__lte=frame.today
    ).order_by("starts")


def _posts(objective: Any) -> list[Fact]:
    """Owner and sponsor; a post that nobody holds is missing."""
    return [
        Fact(_("Owner"), _title(objective.owner), missing=not objective.owner_is_held),
        Fact(_("Sponsor"), _title(objective.sponsor), missing=not objective.sponsor_is_held),
    ]


def _title(post: Post | None) -> str:
    return post.title if post is not None else _("none named")


def _uncovered(frame: Frame, plan: Plan, objectives: list[Objective]) -> list[tuple[str, str]]:
    """Domains without an objective: with the reason stated for it and by whom, or that none was; one query."""
    stated = Waiver.objects.filter(plan=plan, rule="FOC-03", expires__gte=frame.today, subject=OuterRef("key"))
    rows = Domain.objects.exclude(pk__in={objective.domain_id for objective in objectives}).annotate(
        reason=Subquery(stated.values("reason")),
        stated_by=Subquery(stated.values("post__title")),
        expires=Subquery(stated.values("expires")),
    )
    return [(name, _reason(*waiver)) for name, *waiver in rows.values_list("name", "reason", "stated_by", "expires")]


def _reason(reason: str | None, stated_by: str, expires: date) -> str:
    if reason is None:
        return _("No objective in this domain, and nobody has said why.")
    return _("No objective in this domain. %(reason)s Stated by the %(post)s, until %(day)s.") % {
        "reason": reason,
        "post": inside(stated_by),
        "day": dates.day(expires, year=True),
    }
