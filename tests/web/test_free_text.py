"""Whatever is typed into a box that looks for something, a page answers."""

import pytest
from django.urls import reverse

from tests.web.reviewing import client_of
from tests.worlds import World

TYPED = ["²²", "#²²", "٣٣", "on\x00time", "\x00", "99999999999999999999", "%", "'\"<", "\ud800", "x" * 5000]


@pytest.mark.parametrize("typed", TYPED, ids=ascii)
@pytest.mark.parametrize("place", ["search", "data", "actions"])
def test_anything_typed_is_answered(world: World, place: str, typed: str) -> None:
    address = reverse(place, args=[] if place == "search" else ["system"])
    answer = client_of(world.chief).get(address, {"q": typed.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200
    assert b"\x00" not in answer.content
