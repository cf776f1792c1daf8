"""Who answers for a measure in a unit, what it serves, and where it is reviewed next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.measures.models import MeasureVersion
from wellrun.strategy.queries import RoleRow
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters.forums import Forums


@dataclass(frozen=True)
class Owners:
    """`crumbs`: the way from the unit through the objective; `facts`: posts, teams, the next review."""

    crumbs: list[Crumb]
    facts: list[Fact]


def owners_of(frame: Frame, version: MeasureVersion, roles: list[RoleRow], distances: Mapping[UUID, int]) -> Owners:
    """By the foremost objective that the measure serves in the unit; one query.

    Of an objective outside the caller's units only the title is told.
    """
    strategy = reverse("strategy", args=[frame.unit.key])
    crumbs = [Crumb(frame.unit.name, strategy)]
    reviewed = _reviewed(frame, version, roles, distances)
    if not roles:
        return Owners(crumbs, reviewed)
    foremost = roles[0]
    seen = {placed.unit.pk for placed in frame.units}
    if foremost.unit_id not in seen:
        crumbs.append(Crumb(foremost.objective_title))
        return Owners(crumbs, [Fact(_("Serves"), foremost.objective_title), *reviewed])
    href = reverse("objective", args=[foremost.plan_key, foremost.objective_key])
    crumbs.append(Crumb(foremost.objective_title, href))
    return Owners(crumbs, [*_posts(foremost), *_also(roles), *reviewed])


def _posts(role: RoleRow) -> list[Fact]:
    """Owner, sponsor and contributing teams; a post that nobody holds is missing."""
    who = role.answering
    if who is None:
        return []
    facts = [
        _post(_("Accountable"), who.owner, is_held=who.owner_is_held),
        _post(_("Sponsor"), who.sponsor, is_held=who.sponsor_is_held),
    ]
    return [*facts, Fact(_("Contributes"), ", ".join(who.teams))] if who.teams else facts


def _post(label: str, title: str, *, is_held: bool) -> Fact:
    if not title:
        return Fact(label, _("none named"), missing=True)
    shown = title if is_held else _("%(post)s, held by nobody") % {"post": title}
    return Fact(label, shown, missing=not is_held)


def _also(roles: list[RoleRow]) -> list[Fact]:
    """The other objectives that it serves in one's own units."""
    foremost = roles[0]
    others = {role.objective_id: role for role in roles[1:] if role.unit_id == foremost.unit_id}
    return [
        Fact(_("Also serves"), role.objective_title, reverse("objective", args=[role.plan_key, role.objective_key]))
        for role in others.values()
    ]


def _reviewed(frame: Frame, version: MeasureVersion, roles: list[RoleRow], distances: Mapping[UUID, int]) -> list[Fact]:
    """The forum that its changes go to, with its next sitting."""
    domains = list(dict.fromkeys([*(role.domain for role in roles), version.measure.domain]))
    forum = Forums(frame, distances).next_of(measure_id=version.measure_id, domains=domains, grain=version.grain)
    if forum is None:
        return []
    if not forum.forum:
        return [Fact(_("Reviewed"), _("above your units"))]
    if forum.starts_at is None:
        return [Fact(_("Reviewed"), forum.forum)]
    when = dates.moment(forum.starts_at.astimezone(frame.zone))
    return [Fact(_("Reviewed"), _("%(forum)s, next %(when)s") % {"forum": forum.forum, "when": when})]
