"""The forums of a plan file as facts: how often they meet, when next, and what comes before them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

from wellrun.check.facts import ForumFacts, MeasureFacts, RightFacts
from wellrun.lib.errors import UserError
from wellrun.plans.document import PlanDocument
from wellrun.plans.specs import ForumSpec
from wellrun.reviews.cadence import next_after, round_days


def forums_in(document: PlanDocument, measures: Collection[MeasureFacts], as_of: date) -> tuple[ForumFacts, ...]:
    """The forums of a file. `measures`: those that the plan works with, of which some come up through their domain.

    Raises `cadence_unreadable`.
    """
    return tuple(_forum(one, measures, as_of) for one in document.forums)


def _forum(one: ForumSpec, measures: Collection[MeasureFacts], as_of: date) -> ForumFacts:
    through_domain = (measure.key for measure in measures if measure.domain in one.domains)
    days, sitting = _rhythm(one, as_of)
    return ForumFacts(
        key=one.key,
        name=one.name,
        unit=one.unit,
        tier=one.tier,
        cadence_days=days,
        measures=one.measures,
        domains=one.domains,
        reviewed=tuple(dict.fromkeys((*one.measures, *through_domain))),
        rights=tuple(RightFacts(r.kind, r.scope, r.spending_ceiling, r.staffing_ceiling) for r in one.rights),
        next_sitting=sitting,
        chair=one.chair,
    )


def _rhythm(one: ForumSpec, as_of: date) -> tuple[int, date | None]:
    """How many days lie between two sittings, and the day of the next one, from the day itself on."""
    zone = ZoneInfo(one.time_zone)
    first = one.first_start if one.first_start.tzinfo else one.first_start.replace(tzinfo=zone)
    try:
        sitting = next_after(one.cadence, first, one.time_zone, datetime.combine(as_of, time.min, tzinfo=zone))
        return round_days(one.cadence, first, one.time_zone), sitting.astimezone(zone).date() if sitting else None
    except (UserError, ImproperlyConfigured):
        # The room of reviews translates its refusals, for which a site has to be there; a file has none.
        raise UserError(
            "cadence_unreadable",
            f"The forum {one.key!r} has the cadence {one.cadence!r}, which is not a rule for when to meet.",
        ) from None
