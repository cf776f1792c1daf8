from datetime import UTC, datetime
from typing import Any

import pytest

from tests.factories import a_domain, a_user
from tests.worlds import World
from wellrun.access.actions import grant
from wellrun.audit.actions import SYSTEM
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.reviews.actions import add_forum, add_member, remove_member
from wellrun.reviews.models import Forum
from wellrun.reviews.queries import forum_for, forums_for


def add(world: World, **changed: Any) -> Forum:
    wanted: dict[str, Any] = {
        "key": "north-monthly",
        "name": "Monthly service line",
        "unit": world.north,
        "tier": 3,
        "cadence": "FREQ=MONTHLY;BYDAY=2WE",
        "first_start": datetime(2025, 1, 8, 9, 0, tzinfo=UTC),
        "chair": world.lead_post,
        "sponsor": world.lead_post,
        "by": SYSTEM,
    }
    return add_forum(**wanted | changed)


def test_a_forum_knows_its_round_and_takes_the_sites_time_zone(world: World) -> None:
    forum = add(world, domains=[a_domain()], measures=[world.series.measure], members=[world.lead])
    assert (forum.cadence_days, forum.time_zone) == (28, "Europe/London")
    assert (forum.domains.count(), forum.measures.count(), forum.members.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": " "}, "name_needed"),
        ({"tier": 0}, "tier_from_one"),
        ({"tier": 40_000}, "tier_from_one"),
        ({"minutes": 0}, "number_out_of_range"),
        ({"key": ""}, "key_unreadable"),
        ({"cadence": "now and then"}, "cadence_unreadable"),
        ({"time_zone": "Mars/Olympus"}, "zone_unknown"),
        ({"key": "north-flow"}, "key_taken"),
    ],
)
def test_a_forum_that_could_not_meet_is_refused(world: World, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as refusal:
        add(world, **changed)
    assert refusal.value.code == code


def test_only_an_administrator_sets_up_a_forum_or_its_members(world: World) -> None:
    with pytest.raises(Refused):
        add(world, by=world.lead)
    with pytest.raises(Refused):
        add_member(forum=world.flow, user=world.doer, by=world.lead)
    with pytest.raises(Refused):
        remove_member(forum=world.flow, user=world.doer, by=world.lead)
    admin = a_user("admin", (world.system, "administrator"))
    assert add(world, sponsor=world.chief_post, by=admin).sponsor == world.chief_post


def test_members_come_and_go_once(world: World) -> None:
    for _twice in range(2):
        add_member(forum=world.flow, user=world.doer, by=SYSTEM)
    assert world.flow.members.count() == 1
    for _twice in range(2):
        remove_member(forum=world.flow, user=world.doer, by=SYSTEM)
    assert world.flow.members.count() == 0


def test_each_sees_the_forums_of_their_units(world: World) -> None:
    assert set(forums_for(world.chief)) == {world.flow, world.board}
    assert set(forums_for(world.viewer)) == {world.flow}
    assert not forums_for(world.neighbour).exists()


def test_a_restricted_forum_exists_for_members_who_see_its_unit_only(world: World) -> None:
    forum = add(world, key="mortality", restricted=True, members=[world.doer, world.stranger])
    assert forum_for(world.doer, forum.pk) == forum
    for person in (world.chief, world.lead, world.viewer, world.stranger):
        assert forum not in forums_for(person)
        with pytest.raises(NotFound):
            forum_for(person, forum.pk)
    grant(user=world.stranger, unit=world.system, level="viewer", by=SYSTEM)
    assert forum_for(world.stranger, forum.pk) == forum
