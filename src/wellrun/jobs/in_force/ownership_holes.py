"""What is missing in who answers for what: a sentence each, with the form that mends it for those who may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.jobs.in_force.addresses import objective_address
from wellrun.jobs.in_force.ownership_records import (
    OwnershipRecords,
    answers_for,
    function_of,
    is_pushed,
    is_responsible,
)
from wellrun.organisation.models import Post


@dataclass(frozen=True)
class Hole:
    """What is missing. `mend`: what the form does; no address for who may not fill it in. `function`: whose it is."""

    text: str
    mend: str = ""
    href: str = ""
    function: str = ""


class Holes:
    """The holes of the objectives of one page."""

    def __init__(self, records: OwnershipRecords) -> None:
        self._records = records

    def of_objective(self, one: Any) -> list[Hole]:
        """Of the objective as a whole: its owner, its sponsor, its teams."""
        return [*self._of_posts(one), *self._of_teams(one)]

    def of_measure(self, one: Any, role: Any) -> list[Hole]:
        """Of one of its measures: who answers for it, and who does it with them."""
        return list(self._of_role(one, role))

    def _of_posts(self, one: Any) -> Iterator[Hole]:
        if one.owner is None:
            yield self._hole(one, _("No post owns this objective."), _("Name its owner"), "objective_edit")
        elif not one.owner_is_held:
            yield self._vacant(one.owner)
        if one.sponsor is None:
            if one.level != "team":
                sentence = _("Nobody sponsors it: what blocks it between departments stays.")
                yield self._hole(one, sentence, _("Name its sponsor"), "objective_edit")
        elif one.sponsor_id == one.owner_id:
            sentence = _("%(post)s owns it and sponsors it, so nobody is left to unblock it.")
            yield self._hole(
                one,
                sentence % {"post": one.sponsor.title},
                _("Name another sponsor"),
                "objective_edit",
                function=self._function(one.sponsor),
            )
        elif not one.sponsor_is_held:
            yield self._vacant(one.sponsor)

    def _of_teams(self, one: Any) -> Iterator[Hole]:
        teams = self._records.teams.get(one.pk, [])
        if one.level != "team" and not any(is_responsible(team) for team in teams):
            sentence = _("No team is responsible for any part of it.")
            yield self._hole(one, sentence, _("Name a team"), "objective_contributors")
        for team in teams:
            if is_responsible(team) and team.handoff_measure_id is None:
                yield self._hole(
                    one,
                    _("%(team)s hands something on, and no measure shows it.") % {"team": team.team},
                    _("Name its hand-off measure"),
                    "objective_contributors",
                    {"team": team.team},
                    function=team.team,
                )
            if team.post is not None and not team.post_is_held:
                yield self._vacant(team.post, function=team.team)

    def _of_role(self, one: Any, role: Any) -> Iterator[Hole]:
        post, held = answers_for(role, one)
        measure = {"measure": self._key(role.measure_id)}
        if post is None:
            sentence = _("Nobody answers for this measure.")
            yield self._hole(one, sentence, _("Name who answers"), "objective_roles", measure)
        elif not held and role.owner is not None:
            yield self._vacant(post)
        if not is_pushed(role):
            return
        for rival in self._records.rivals.get((role.measure_id, one.unit_id), []):
            if rival.objective_id != one.pk and post is not None and rival.post_id not in (None, post.pk):
                sentence = _("Another post answers for it here too, in “%(title)s”: then nobody does.")
                said = sentence % {"title": rival.title}
                query = {**measure, "owner": post.key}
                yield self._hole(one, said, _("Say who alone answers"), "objective_roles", query)
                break
        missing = self._records.whole.shared.missing.get(role.measure_id)
        if missing is not None:
            needed = len(self._records.whole.meanings[role.measure_id].teams)
            sentence = _("%(n)d teams bring it about, and one department alone answers for it.") % {"n": needed}
            query = {"team": missing[0]} if missing else {}
            yield self._hole(one, sentence, _("Name another team"), "objective_contributors", query)

    def _vacant(self, post: Post, function: str = "") -> Hole:
        """Who administers the post's unit puts somebody into it."""
        may_fill = post.unit_id in self._records.whole.administered
        href = reverse("post_fill", args=[post.unit.key, post.key]) if may_fill else ""
        text = _("Nobody holds the post %(post)s.") % {"post": post.title}
        return Hole(text, _("Put somebody into it"), href, function or self._function(post))

    def _hole(
        self, one: Any, text: str, mend: str, name: str, query: dict[str, str] | None = None, function: str = ""
    ) -> Hole:
        may_mend = one.unit_id in self._records.whole.chaired
        href = objective_address(name, one, **(query or {})) if may_mend else ""
        return Hole(text, mend, href, function)

    def _key(self, measure_id: UUID) -> str:
        known = self._records.whole.meanings.get(measure_id)
        return known.key if known else ""

    def _function(self, post: Post) -> str:
        return function_of(post, self._records.team_of)
