"""Somebody is put into a post on a page, and the check sees it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import TODAY, a_post, a_user, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.access.models import Level
from wellrun.accounts.models import User
from wellrun.check.models import Finding
from wellrun.jobs.model_check import check_plan
from wellrun.organisation.models import Holding, Post

PAGE = "/u/north/people/posts/flow-lead/"


@pytest.fixture
def post(world: World) -> Post:
    """Owner of an objective, and nobody is in it; checked."""
    post = a_post("flow-lead", world.north)
    check_plan(an_objective("leave-on-time", world.north, post).plan)
    return post


@pytest.fixture
def admin(world: World) -> User:
    return a_user("admin", (world.north, Level.ADMINISTRATOR))


def test_a_post_is_filled_and_the_finding_is_mended(world: World, post: Post, admin: User) -> None:
    client = client_of(admin)
    assert f'href="{PAGE}"' in client.get("/u/north/people/").content.decode()
    sent = {"user": world.lead.username, "starts": TODAY.isoformat()}
    assert "is put into the post “Flow lead”" in text_of(client.post(PAGE, sent, follow=True))
    assert Holding.objects.get(post=post).user == world.lead
    assert not Finding.objects.filter(rule="OWN-07", subject="flow-lead", resolved_at__isnull=True).exists()
    again = client.post(PAGE, sent)
    assert again.status_code == 409
    assert "is theirs already" in text_of(again)


def test_a_deputy_stands_beside(world: World, post: Post, admin: User) -> None:
    sent = {"user": world.lead.username, "starts": TODAY.isoformat(), "deputy": "on"}
    assert client_of(admin).post(PAGE, sent).status_code == 302
    assert Holding.objects.get(post=post).deputy


@pytest.mark.parametrize("sent", [{"user": "neighbour"}, {"user": ""}, {"starts": ""}, {"starts": "soon"}])
def test_what_is_wrong_is_said(world: World, post: Post, admin: User, sent: dict[str, str]) -> None:
    right = {"user": world.lead.username, "starts": TODAY.isoformat()}
    assert client_of(admin).post(PAGE, right | sent).status_code == 422
    assert not Holding.objects.filter(post=post).exists()


def test_only_administrators_of_the_unit_fill_its_posts(world: World, post: Post, admin: User) -> None:
    assert client_of(world.lead).get(PAGE).status_code == 403
    assert client_of(world.neighbour).get(PAGE).status_code == 404
    assert client_of(admin).get("/u/north/people/posts/no-such/").status_code == 404


def test_the_page_asks_few_questions(world: World, post: Post, admin: User, django_assert_max_num_queries: Any) -> None:
    client = client_of(admin)
    client.get(PAGE)
    with django_assert_max_num_queries(20):
        client.get(PAGE)
