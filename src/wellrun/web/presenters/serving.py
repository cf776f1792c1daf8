"""What a unit contributes to in one view: each objective above it, and what of the unit's counts toward it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.jobs.in_force.cascade import CascadeRecords
from wellrun.jobs.in_force.serving import BY_WAY, OBJECTIVE, Above, Way, above_of
from wellrun.web.frame import Frame
from wellrun.web.presenters.cascade_words import amount_words


@dataclass
class Serving:
    """An objective above. `through`: objectives and hand-offs of the unit; `figures`: its own, name and address."""

    title: str
    href: str
    through: list[str] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)


def serving_of(frame: Frame, records: CascadeRecords) -> list[Serving]:
    """Nearest first: what its objectives serve, where it is named as taking part, where its figures count; eight
    queries. Nothing for the enterprise, above which is nothing.
    """
    seen = {placed.unit.pk for placed in frame.units}
    return [_serving(frame, one, is_seen=one.unit_id in seen) for one in above_of(frame, records).values()]


def _serving(frame: Frame, one: Above, *, is_seen: bool) -> Serving:
    """A link only where the caller sees the unit of the objective."""
    return Serving(
        title=one.title,
        href=reverse("objective", args=[one.plan, one.key]) if is_seen else "",
        through=[_way(way) for way in one.ways],
        figures=[(each.name, reverse("measure", args=[frame.unit.key, each.measure.key])) for each in one.figures],
    )


def _way(way: Way) -> str:
    if way.team is not None:
        words = {"team": way.team.team, "measure": way.measure.name if way.measure else ""}
        if way.measure is None:
            return _("Named as taking part (%(team)s); no hand-off measure agreed.") % words
        return _("Owns a hand-off (%(team)s): %(measure)s.") % words
    assert way.link is not None
    assert way.kind in (OBJECTIVE, BY_WAY)
    taken = amount_words(way.link, way.measure) if way.kind == OBJECTIVE else ""
    words = {"title": way.link.child.title, "taken": taken}
    if way.kind == BY_WAY:
        return _("By way of “%(title)s”.") % words
    if not taken:
        return _("“%(title)s” serves it; how much it takes on: nothing said.") % words
    return _("“%(title)s” takes on %(taken)s.") % words
