from datetime import date

from tests.factories import a_domain, a_forum, a_unit
from tests.worlds import World
from wellrun.reviews.routing import forum_above


def test_a_question_goes_to_the_next_higher_tier_above(world: World) -> None:
    assert forum_above(world.flow) == world.board
    assert forum_above(world.board) is None


def test_the_lowest_higher_tier_comes_before_the_nearest_unit(world: World) -> None:
    ward = a_unit("ward", parent=world.north)
    huddle = a_forum("huddle", ward, world.lead_post, tier=1)
    a_forum("north-board", world.north, world.lead_post, tier=5)
    line = a_forum("line", world.system, world.chief_post, tier=2)
    assert forum_above(huddle) == line


def test_the_same_unit_at_a_higher_tier_is_above(world: World) -> None:
    council = a_forum("north-council", world.north, world.lead_post, tier=4)
    assert forum_above(world.flow) == council


def test_a_forum_beside_or_below_is_not_above(world: World) -> None:
    a_forum("south-flow", world.south, world.lead_post, tier=4)
    a_forum("ward-board", a_unit("ward", parent=world.north), world.lead_post, tier=4)
    assert forum_above(world.flow) == world.board


def test_among_equals_the_one_with_the_same_domains_then_the_faster(world: World) -> None:
    fast = a_forum("system-weekly", world.system, world.chief_post, tier=4)
    assert forum_above(world.flow) == fast
    world.flow.domains.add(a_domain("quality"))
    world.board.domains.add(a_domain("quality"))
    assert forum_above(world.flow) == world.board


def test_a_retired_forum_takes_nothing(world: World) -> None:
    world.board.retired_on = date(2025, 9, 1)
    world.board.save()
    assert forum_above(world.flow) is None


def test_restricted_forums_hand_up_among_themselves(world: World) -> None:
    circle = a_forum("mortality", world.north, world.lead_post, tier=3, restricted=True)
    assert forum_above(circle) is None
    above = a_forum("system-mortality", world.system, world.chief_post, tier=6, restricted=True)
    assert forum_above(circle) == above
    assert forum_above(world.flow) == world.board
