"""Who answers for an objective, does a part of it, is asked and is told; and what is still nobody's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.strategy.models import Contributor
from wellrun.web import figures
from wellrun.web.counts import inside
from wellrun.web.parts import Fact
from wellrun.web.presenters.plans.objective_records import ObjectiveRecords
from wellrun.web.presenters.plans.objective_words import objective_address, part_names
from wellrun.web.presenters.rows import figure_format, state_of


@dataclass(frozen=True)
class PartLine:
    """One who takes part. `handoff`: the measure of what it hands on, its latest figure, its address.

    `holes`: what is missing of it, in sentences; `change_href`: where that is mended.
    """

    part: str
    team: str
    about: str
    handoff: str
    figure: str
    handoff_href: str
    holes: tuple[str, ...]
    change_href: str
    remove_href: str


def accountable(records: ObjectiveRecords) -> PartLine:
    """The owner: the one that answers for all of it."""
    objective: Any = records.objective
    owner, change = objective.owner, objective_address("objective_edit", objective)
    if owner is None:
        holes: tuple[str, ...] = (_("No post owns this objective yet."),)
        return PartLine(_("Accountable"), _("nobody yet"), "", "", "", "", holes, f"{change}#id_owner", "")
    holes = (
        () if objective.owner_is_held else (_("Nobody holds the post of %(post)s.") % {"post": inside(owner.title)},)
    )
    return PartLine(_("Accountable"), owner.title, "", "", "", "", holes, f"{change}#id_owner", "")


def part_lines(records: ObjectiveRecords) -> list[PartLine]:
    """The owner first, then who is responsible for a part, consulted, informed."""
    return [accountable(records), *(_line(records, one) for one in records.contributors)]


def _line(records: ObjectiveRecords, one: Contributor) -> PartLine:
    measure, figure, href = _handoff(records, one)
    return PartLine(
        part=part_names()[one.part],
        team=one.team,
        about=", ".join(filter(None, (one.post.title if one.post else "", one.unit.name if one.unit else ""))),
        handoff=measure,
        figure=figure,
        handoff_href=href,
        holes=tuple(_holes(one)),
        change_href=objective_address("objective_contributors", records.objective, team=one.team),
        remove_href=objective_address("objective_contributors", records.objective, remove=one.team),
    )


def _holes(one: Any) -> list[str]:
    found = []
    if one.part == Contributor.Part.RESPONSIBLE and one.handoff_measure_id is None:
        found.append(_("No hand-off measure agreed yet: nobody sees what it hands on."))
    if one.part == Contributor.Part.RESPONSIBLE and one.unit_id is None and one.post_id is None:
        found.append(_("Neither a unit nor a post is named for it."))
    if one.post_id is not None and not one.post_is_held:
        found.append(_("Nobody holds the post of %(post)s.") % {"post": inside(one.post.title)})
    return found


def _handoff(records: ObjectiveRecords, one: Contributor) -> tuple[str, str, str]:
    """The hand-off's name, latest figure and address: in the team's own unit, else in the objective's."""
    if one.handoff_measure_id is None or one.handoff_measure is None:
        return "", "", ""
    version = records.versions.get(one.handoff_measure_id)
    name = version.name if version else one.handoff_measure.key
    units = [one.unit_id, records.objective.unit_id]
    series = next(
        (found for unit in units if unit and (found := records.series.get((unit, one.handoff_measure_id)))), None
    )
    if series is None or version is None:
        return name, "", ""
    state = state_of(series)
    figure = figures.figure(state.value if state else None, figure_format(version))
    return name, figure, reverse("measure", args=[series.unit.key, one.handoff_measure.key])


def posts_of(records: ObjectiveRecords) -> list[Fact]:
    """Owner and sponsor, each with where another one is named."""
    objective: Any = records.objective
    return [
        Fact(_("Owner"), _title(objective.owner), missing=not objective.owner_is_held),
        Fact(_("Sponsor"), _title(objective.sponsor), missing=not objective.sponsor_is_held),
    ]


def _title(post: Any) -> str:
    return post.title if post is not None else _("none named")
