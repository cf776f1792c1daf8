"""A small health system with people in it, for tests of what people may do and see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from tests.factories import a_forum, a_measure, a_post, a_review, a_series, a_unit, a_user
from wellrun.accounts.models import User
from wellrun.measures.models import Series
from wellrun.organisation.models import Post, Unit
from wellrun.reviews.models import Forum, Review

THIS_WEEK = datetime(2025, 10, 14, 8, 0, tzinfo=UTC)
LAST_WEEK = datetime(2025, 10, 7, 8, 0, tzinfo=UTC)
NEXT_WEEK = datetime(2025, 10, 21, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """One system of two sites. `chief` chairs the system, `lead` the north site; `doer` holds the discharge post."""

    system: Unit
    north: Unit
    south: Unit
    chief: User
    lead: User
    doer: User
    deputy: User
    viewer: User
    neighbour: User
    stranger: User
    chief_post: Post
    lead_post: Post
    doer_post: Post
    empty_post: Post
    board: Forum
    flow: Forum
    review: Review
    series: Series


def a_world() -> World:
    """Two forums (north flow at tier 3, weekly; system board at tier 4, monthly) and an open sitting of the first."""
    system = a_unit("system", enterprise=True)
    north, south = a_unit("north", parent=system), a_unit("south", parent=system)
    chief, lead = a_user("chief", (system, "chair")), a_user("lead", (north, "chair"))
    doer, deputy = a_user("doer", (north, "contributor")), a_user("deputy", (north, "contributor"))
    chief_post = a_post("chief-operating-officer", system, holder=chief)
    lead_post = a_post("north-director", north, holder=lead)
    flow = a_forum("north-flow", north, lead_post, tier=3, sponsor=chief_post)
    return World(
        system=system,
        north=north,
        south=south,
        chief=chief,
        lead=lead,
        doer=doer,
        deputy=deputy,
        viewer=a_user("viewer", (north, "viewer")),
        neighbour=a_user("neighbour", (south, "chair")),
        stranger=a_user("stranger"),
        chief_post=chief_post,
        lead_post=lead_post,
        doer_post=a_post("head-of-discharge", north, holder=doer, deputy=deputy),
        empty_post=a_post("transport-lead", north),
        board=a_forum(
            "system-board",
            system,
            chief_post,
            tier=4,
            sponsor=a_post("chief-executive", system, holder=a_user("executive", (system, "contributor"))),
            cadence="FREQ=MONTHLY;BYDAY=3TU",
            cadence_days=28,
        ),
        flow=flow,
        review=a_review(flow, THIS_WEEK),
        series=a_series(north, a_measure("ready-to-leave", direction="down")),
    )
