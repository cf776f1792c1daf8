"""A restricted forum changes nothing, not even a count, for whoever does not belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.matrix import API, PAGES, Row
from tests.access.places import Around, Place, around
from tests.factories import NOW, TODAY, a_forum, a_post, a_review, a_user, an_item, at
from wellrun.accounts.actions import issue_token
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.organisation.models import Post
from wellrun.reviews.actions import ActionSpec, DecisionSpec, EscalationSpec, close_item_with
from wellrun.reviews.models import Forum

# Stands in everything that the circle says, and nowhere else.
WORD = "Quillfeather"
OTHERS = ("viewer", "contributor", "chair", "analyst", "administrator", "chief")
READS = [row for row in (*PAGES, *API) if row.method == "GET"]
SEARCHES = [("search", {"q": WORD}), ("api:list_actions", {"text": WORD}), ("api:list_receipts", {})]


@pytest.fixture
def site(db: None) -> Iterator[Around]:
    with at():
        found = around()
        system = found.places["parent"].unit.parent
        assert system is not None
        found.people["chief"] = a_user("chief", (system, "chair"))
        own = found.places["own"].unit
        found.people["member"] = a_user("member", (own, "chair"))
        a_post("case-reader", own)
        yield found


def a_circle(place: Place, member: User, post: Post | None = None) -> Forum:
    """A restricted forum at a place that has asked (a post that nobody holds), decided, handed up; one item is left."""
    post = post or Post.objects.get(key="case-reader")
    forum = a_forum(WORD.lower(), place.unit, place.post, restricted=True, members=[member])
    sitting = a_review(forum, NOW)
    for outcome in (
        ActionSpec(title=f"{WORD} notes", done_when="Read", post=post, due=TODAY),
        DecisionSpec(text=f"{WORD} decided", reason="Early"),
        EscalationSpec(question=f"{WORD}, who pays?"),
    ):
        close_item_with(item=an_item(sitting, place.unit, series=place.series), outcome=outcome, by=member)
    an_item(sitting, place.unit, series=place.series, drivers=f"{WORD} drives it")
    return forum


def everything(client: Client, place: Place, *, program: bool) -> dict[str, str]:
    """What every reading address about the place answers, without what differs from one answer to the next."""
    found = {}
    for row in READS:
        if row.is_api == program:
            found[f"{row.name} {row.query(place) if row.query else ''}"] = _plain(
                client.get(row.path(place), row.query(place) if row.query else None)
            )
    for route, query in SEARCHES:
        if route.startswith("api:") == program:
            found[route] = _plain(client.get(reverse(route), query))
    lists: list[Row] = [row for row in API if program and row.route.startswith("api:list_") and row.query]
    for row in lists:
        found[f"all of {row.route}"] = _plain(client.get(row.path(place)))
    return found


def _plain(response: Any) -> str:
    text = response.content.decode()
    return re.sub(r'(csrfmiddlewaretoken" value|nonce|X-CSRFToken&quot;:|csrf-token" content)="?[^"]*"', r"\1", text)


@pytest.mark.parametrize("person", ["viewer", "chair", "chief"])
def test_for_others_every_page_and_answer_stays_the_same(site: Around, person: str) -> None:
    place, user = site.places["own"], site.people[person]
    browser, program = _clients(user)
    before = everything(browser, place, program=False) | everything(program, place, program=True)
    a_circle(place, site.people["member"])
    after = everything(browser, place, program=False) | everything(program, place, program=True)
    assert [address for address in before if before[address] != after[address]] == []


def test_its_records_are_not_there_for_others(site: Around) -> None:
    forum = a_circle(site.places["own"], site.people["member"])
    for person in OTHERS:
        browser, program = _clients(site.people[person])
        found = {program.get(path).status_code if "/api/" in path else browser.get(path).status_code
                 for path in _addresses(forum)}  # fmt: skip
        assert found == {404}


def test_its_members_find_all_of_it(site: Around) -> None:
    forum = a_circle(site.places["own"], site.people["member"])
    browser, program = _clients(site.people["member"])
    found = {program.get(path).status_code if "/api/" in path else browser.get(path).status_code
             for path in _addresses(forum)}  # fmt: skip
    assert found == {200}
    place = site.places["own"]
    for path in (reverse("reviews", args=[place.unit.key]), reverse("actions", args=[place.unit.key])):
        assert WORD in browser.get(path).content.decode()
    for route in ("list_forums", "list_reviews", "list_items", "list_outcomes", "list_actions", "list_escalations"):
        assert WORD in program.get(reverse(f"api:{route}"), {"limit": 200}).content.decode(), route


def test_whoever_holds_the_post_asked_sees_that_one_action(site: Around) -> None:
    place = site.places["own"]
    forum = a_circle(place, site.people["member"], place.post)
    _browser, program = _clients(site.people["holder"])
    assert program.get(reverse("api:list_actions"), {"text": WORD}).json()["count"] == 1
    assert program.get(reverse("api:list_outcomes"), {"forum": forum.pk}).json()["count"] == 0
    assert WORD not in program.get(reverse("api:list_forums")).content.decode()


def _clients(user: User) -> tuple[Client, Client]:
    browser = Client()
    browser.force_login(user)
    secret = issue_token(user=user, name="test", may_write=True, days=1, by=SYSTEM)[1]
    return browser, Client(headers={"authorization": f"Bearer {secret}"})


def _addresses(forum: Forum) -> list[str]:
    """All addresses of the forum's own records."""
    sitting = forum.reviews.get()
    found = [
        reverse("api:get_forum", args=[forum.pk]),
        *(reverse(f"api:{name}", args=[sitting.pk]) for name in ("get_review", "get_agenda")),
        *(reverse(name, args=[sitting.pk]) for name in ("review", "review_opening", "review_unchanged", "minutes")),
    ]
    for item in sitting.items.all():
        found += [reverse("api:get_item", args=[item.pk]), reverse("api:list_item_outcomes", args=[item.pk])]
        found += [reverse("item", args=[sitting.pk, item.pk])]
        outcome = item.closing_outcome
        if outcome is None:
            continue
        found.append(reverse("api:get_outcome", args=[outcome.pk]))
        if outcome.action:
            found += [reverse("api:get_action", args=[outcome.action.pk]), reverse("action", args=[outcome.action.pk])]
        if outcome.escalation:
            found.append(reverse("api:get_escalation", args=[outcome.escalation.pk]))
            found.append(reverse("escalation", args=[outcome.escalation.pk]))
    return found
