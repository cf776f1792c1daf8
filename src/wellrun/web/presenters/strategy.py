"""Strategy on a page: the few ranked objectives of a unit, what moves, what is missing. Fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.check.models import Waiver
from wellrun.execution.models import Initiative
from wellrun.jobs.rooms import Rooms
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import Unit, UnitClosure
from wellrun.organisation.queries import posts_held
from wellrun.reviews.models import Review
from wellrun.reviews.visibility import visible_reviews
from wellrun.strategy.models import Contributor, Domain, Objective, ObjectiveMeasure, Plan
from wellrun.web import dates
from wellrun.web.counts import inside
from wellrun.web.parts import Fact
from wellrun.web.presenters.rows import MeasureRow, current_versions, measure_row, series_of


@dataclass(frozen=True)
class Handoff:
    """A contributing team and the hand-off measure it owns, or none agreed."""

    team: str
    measure: str
    href: str


@dataclass(frozen=True)
class ObjectiveCard:
    """One objective with who answers for it, its measures, and its holes."""

    key: str
    rank: int | None
    title: str
    domain: str
    serves: list[str]
    people: list[Fact]
    handoffs: list[Handoff]
    without_handoff: str
    rows: list[MeasureRow]
    holes: list[str]


@dataclass(frozen=True)
class StrategyPage:
    """What the page shows; `said` is the sentence first."""

    plan: Plan | None
    said: str
    cards: list[ObjectiveCard]
    waivers: list[tuple[str, str]]


def strategy_page(user: Any, unit: Unit, zone: ZoneInfo, today: date) -> StrategyPage:
    """The active plan as it stands for `unit`."""
    plan = Plan.objects.filter(active=True).first()
    if plan is None:
        return StrategyPage(None, "", [], [])
    objectives = list(
        Objective.objects.filter(plan=plan, unit=unit, retired_on__isnull=True)
        .select_related("domain", "owner", "sponsor")
        .annotate(**posts_held(today, "owner", "sponsor"))
        .prefetch_related("parent_links__parent")
    )
    roles = _roles(objectives)
    contributors = _contributors(objectives)
    versions = current_versions(
        [role.measure_id for role in roles]
        + [one.handoff_measure_id for one in contributors if one.handoff_measure_id is not None]
    )
    series = series_of(unit, versions)
    initiatives = _initiatives(objectives, today)
    calendar = Calendar.of(user, unit)
    of_objective: dict[UUID, list[ObjectiveMeasure]] = defaultdict(list)
    for role in roles:
        of_objective[role.objective_id].append(role)
    teams: dict[UUID, list[Contributor]] = defaultdict(list)
    for one in contributors:
        teams[one.objective_id].append(one)
    cards = [
        _card(
            unit,
            objective,
            [
                measure_row(unit, versions[role.measure_id], series.get(role.measure_id), role.role)
                for role in of_objective[objective.pk]
            ],
            [_handoff(unit, one, versions) for one in teams[objective.pk]],
            initiatives.get(objective.pk, []),
            calendar.next_review(objective, of_objective[objective.pk], versions, zone),
            today,
        )
        for objective in objectives
    ]
    return StrategyPage(plan, _said(cards), cards, _waivers(plan) if unit.enterprise else [])


def _roles(objectives: list[Objective]) -> list[ObjectiveMeasure]:
    order = {"lag": 0, "lead": 1, "balancing": 2}
    rows = ObjectiveMeasure.objects.filter(objective__in=objectives)
    return sorted(rows, key=lambda row: (order[row.role], row.position))


def _contributors(objectives: list[Objective]) -> list[Contributor]:
    return list(Contributor.objects.filter(objective__in=objectives))


def _initiatives(objectives: list[Objective], today: date) -> dict[UUID, list[Initiative]]:
    active = defaultdict(list)
    for one in Initiative.objects.filter(objective__in=objectives, status="active", starts__lte=today):
        active[one.objective_id].append(one)
    return active


def _handoff(unit: Unit, one: Contributor, versions: dict[UUID, MeasureVersion]) -> Handoff:
    if one.handoff_measure_id is None:
        return Handoff(one.team, "", "")
    version = versions[one.handoff_measure_id]
    return Handoff(one.team, version.name, reverse("measure", args=[unit.key, version.measure.key]))


def _card(
    unit: Unit,
    objective: Objective,
    rows: list[MeasureRow],
    handoffs: list[Handoff],
    initiatives: list[Initiative],
    next_review: str,
    today: date,
) -> ObjectiveCard:
    doing = ", ".join(_initiative(one, today) for one in initiatives)
    return ObjectiveCard(
        key=objective.key,
        rank=objective.rank,
        title=objective.title,
        domain=objective.domain.name,
        serves=[link.parent.title for link in objective.parent_links.all()],
        people=[
            Fact(_("Owner"), objective.owner.title, missing=not objective.owner_is_held),  # type: ignore[attr-defined]
            Fact(_("Sponsor"), objective.sponsor.title, missing=not objective.sponsor_is_held),  # type: ignore[attr-defined]
            Fact(_("Initiative"), doing or _("none"), missing=not doing),
            Fact(_("Next review"), next_review or _("none planned"), missing=not next_review),
        ],
        handoffs=[one for one in handoffs if one.measure],
        without_handoff=", ".join(one.team for one in handoffs if not one.measure),
        rows=rows,
        holes=[*_vacancies(objective), *_holes(rows)],
    )


def _vacancies(objective: Objective) -> list[str]:
    """A post that nobody holds answers for nothing."""
    owner, sponsor = {"post": inside(objective.owner.title)}, {"post": inside(objective.sponsor.title)}
    told = []
    if not objective.owner_is_held:  # type: ignore[attr-defined]
        told.append(_("Nobody holds the post of %(post)s: this objective has no owner.") % owner)
    if not objective.sponsor_is_held:  # type: ignore[attr-defined]
        told.append(_("Nobody holds the post of %(post)s: this objective has no sponsor.") % sponsor)
    return told


def _initiative(one: Initiative, today: date) -> str:
    week = (today - one.starts).days // 7 + 1
    weeks = -(-(one.ends - one.starts).days // 7)
    return _("%(title)s, week %(week)d of %(weeks)d") % {"title": one.title, "week": min(week, weeks), "weeks": weeks}


def _holes(rows: Iterable[MeasureRow]) -> list[str]:
    present = {row.role for row in rows}
    holes = {
        "lag": _("No lag measure: nothing shows whether the outcome is reached."),
        "lead": _("No lead indicator yet: this objective cannot warn early."),
        "balancing": _("No balancing measure: nothing shows what the push may harm."),
    }
    return [sentence for role, sentence in holes.items() if role not in present]


@dataclass(frozen=True)
class Calendar:
    """The forums at the unit and above, and the next sitting of each that the caller sees."""

    rooms: Rooms
    distances: dict[UUID, int]
    sittings: dict[UUID, datetime]

    @classmethod
    def of(cls, user: Any, unit: Unit) -> Calendar:
        """Five queries."""
        above = UnitClosure.objects.filter(descendant_id=unit.pk).values_list("ancestor_id", "depth")
        coming = visible_reviews(user).exclude(status=Review.Status.CLOSED).order_by("-starts_at")
        return cls(Rooms(), dict(above), dict(coming.values_list("forum_id", "starts_at")))

    def next_review(
        self,
        objective: Objective,
        roles: list[ObjectiveMeasure],
        versions: dict[UUID, MeasureVersion],
        zone: ZoneInfo,
    ) -> str:
        """The soonest sitting of a forum that the objective's measures are routed to; "" when none is planned."""
        forums = {
            forum
            for role in roles
            if (
                forum := self.rooms.route(
                    self.distances,
                    measure_id=role.measure_id,
                    domains=[objective.domain.key],
                    grain=versions[role.measure_id].grain,
                )
            )
        }
        starts = sorted((self.sittings[forum.pk], forum.name) for forum in forums if forum.pk in self.sittings)
        if not starts:
            return ""
        when, name = starts[0]
        return _("%(forum)s, %(day)s") % {"forum": name, "day": dates.day(when.astimezone(zone))}


def _waivers(plan: Plan) -> list[tuple[str, str]]:
    """Domains without an objective, with the reason stated and by whom."""
    names = {domain.key: domain.name for domain in Domain.objects.all()}
    return [
        (
            names.get(waiver.subject, waiver.subject),
            _("%(reason)s Stated by the %(post)s, until %(day)s.")
            % {"reason": waiver.reason, "post": waiver.post.title, "day": dates.day(waiver.expires, year=True)},
        )
        for waiver in Waiver.objects.filter(plan=plan).select_related("post")
    ]


def _said(cards: list[ObjectiveCard]) -> str:
    """What a person would say after a minute: how many priorities, what worsens with nothing done, what improves."""
    if not cards:
        return ""
    count = ngettext("%(n)d ranked priority.", "%(n)d ranked priorities.", len(cards)) % {"n": len(cards)}
    worse_alone: list[str] = []
    worse: list[str] = []
    better: list[str] = []
    for card in cards:
        idle = any(fact.missing for fact in card.people[2:3])
        for row in card.rows:
            if row.change == "worsening":
                (worse_alone if idle else worse).append(row.name)
            elif row.change == "improving":
                better.append(row.name)
    parts = [count]
    if worse_alone:
        parts.append(_("Getting worse with no initiative on it: %(names)s.") % {"names": _names(worse_alone)})
    if worse:
        parts.append(_("Getting worse: %(names)s.") % {"names": _names(worse)})
    if better:
        parts.append(_("Improving: %(names)s.") % {"names": _names(better)})
    if not (worse_alone or worse or better):
        parts.append(_("No measure shows a real change."))
    return " ".join(parts)


def _names(names: list[str], most: int = 3) -> str:
    """Names in a row, each once, the first few; how many more."""
    unique = list(dict.fromkeys(name[:1].lower() + name[1:] if name[1:2].islower() else name for name in names))
    shown = ", ".join(unique[:most])
    more = len(unique) - most
    if more > 0:
        return ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more) % {"names": shown, "n": more}
    return shown
