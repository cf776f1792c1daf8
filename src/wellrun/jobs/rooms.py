"""The forums in force, and which of them takes what concerns a unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from wellrun.jobs.routing import Candidate, choose_forum
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import Forum


class Rooms:
    """All active forums, read once (three statements); restricted ones too, whose items only members see."""

    def __init__(self) -> None:
        today = clock.today(site_zone())
        active = Forum.objects.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=today))
        self.forums = {
            forum.pk: forum
            for forum in active.select_related("unit", "sponsor")
            .prefetch_related("measures", "domains")
            .order_by("key")
        }
        self._asks = {
            pk: (
                frozenset(measure.pk for measure in forum.measures.all()),
                frozenset(domain.key for domain in forum.domains.all()),
            )
            for pk, forum in self.forums.items()
        }

    def route(
        self, distances: Mapping[UUID, int], *, measure_id: UUID, domains: Iterable[str], grain: str
    ) -> Forum | None:
        """The forum for a measure in a unit; `distances`: the unit and those above it, by how far up they are."""
        chosen = choose_forum(self._candidates(distances), measure=measure_id, domains=domains, grain=grain)
        return None if chosen is None else self.forums[chosen.id]

    def nearest(self, distances: Mapping[UUID, int]) -> Forum | None:
        """The forum at or nearest above a unit, whatever it is about; the fastest of several."""
        return next(iter(self.by_nearness(distances)), None)

    def by_nearness(self, distances: Mapping[UUID, int]) -> list[Forum]:
        """All forums at or above a unit, the nearest first, there the fastest."""
        near = sorted(self._candidates(distances), key=lambda each: (each.distance, each.cadence_days, str(each.id)))
        return [self.forums[each.id] for each in near]

    def _candidates(self, distances: Mapping[UUID, int]) -> list[Candidate]:
        return [
            Candidate(pk, distances[forum.unit_id], forum.cadence_days, *self._asks[pk])
            for pk, forum in self.forums.items()
            if forum.unit_id in distances
        ]
