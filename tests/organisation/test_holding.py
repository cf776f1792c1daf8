"""Who holds a post from when to when: one holder at a time, deputies beside, and an end to it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.factories import TODAY, a_post, a_unit, a_user, at
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import UserError
from wellrun.organisation.actions import hold_post, leave_post
from wellrun.organisation.models import Holding, Post
from wellrun.organisation.queries import holding_of, holds, post_called, unit_called

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def post() -> Iterator[Post]:
    with at():
        yield a_post("ward-manager", a_unit("ward"), holder=a_user("nurse"))


@pytest.fixture
def nurse(post: Post) -> User:
    return User.objects.get(username="nurse")


def refused(code: str) -> "pytest.RaisesExc[UserError]":
    return pytest.raises(UserError, check=lambda error: error.code == code)


def test_left_it_is_held_to_the_day_before_and_then_by_nobody(post: Post, nurse: User) -> None:
    leave_post(holding=holding_of(nurse, post, TODAY), ends=TODAY, by=SYSTEM)
    assert (holds(nurse, post.pk, TODAY - DAY), holds(nurse, post.pk, TODAY)) == (True, False)
    event = AuditEvent.objects.get(verb="leave_post")
    assert event.data == {"post": "ward-manager", "user": "nurse", "ends": "2025-10-14", "deputy": False}


def test_given_today_by_mistake_it_is_taken_back_and_another_may_hold_it_today(post: Post) -> None:
    wrong, right = a_user("wrong"), a_user("right")
    leave_post(holding=hold_post(post=post, user=wrong, starts=TODAY, by=SYSTEM), ends=TODAY, by=SYSTEM)
    hold_post(post=post, user=right, starts=TODAY, by=SYSTEM)
    assert not Holding.objects.filter(user=wrong).exists()
    assert holds(right, post.pk, TODAY)


def test_it_is_left_once(post: Post, nurse: User) -> None:
    holding = holding_of(nurse, post, TODAY)
    leave_post(holding=holding, ends=TODAY, by=SYSTEM)
    with refused("holding_over"):
        leave_post(holding=holding, ends=TODAY, by=SYSTEM)
    with refused("not_held"):
        holding_of(nurse, post, TODAY)


@pytest.mark.parametrize("deputy", [True, False])
def test_nobody_is_put_into_what_is_theirs(post: Post, nurse: User, deputy: bool) -> None:
    if deputy:
        hold_post(post=post, user=nurse, starts=TODAY, deputy=True, by=SYSTEM)
    with refused("held_already"):
        hold_post(post=post, user=nurse, starts=TODAY + DAY, deputy=deputy, by=SYSTEM)


def test_a_key_that_is_not_there_gets_the_nearest_one_as_a_hint(post: Post) -> None:
    with refused("post_unknown") as caught:
        post_called("ward-manger")
    assert caught.value.sentence == "There is no post “ward-manger”. Did you mean “ward-manager”?"
    with refused("unit_unknown") as caught:
        unit_called("zzz")
    assert caught.value.sentence == "There is no unit “zzz”."
