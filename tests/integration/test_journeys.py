"""From a signal to what came of it, through the pages, at the health plan of the generated system."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.integration.conftest import Lakeside
from tests.integration.expected import rows_of
from wellrun.accounts.models import User
from wellrun.audit.queries import first_broken_event
from wellrun.execution.models import Action
from wellrun.lib import clock
from wellrun.organisation.models import Post
from wellrun.reviews.models import AgendaItem, Review

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DUE, LOOK_BACK = date(2025, 12, 5), date(2025, 12, 8)
NEWS = "The first of them has begun."
TITLE = "Two reviewers on call for urgent requests"
# What the health plan sends later: 415 of 430 requests decided in time, every day.
IN_TIME, ASKED = 415, 430


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def words(response: Any) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def page(client: Client, name: str, *args: Any) -> Any:
    answer = client.get(reverse(name, args=args), follow=True)
    assert answer.status_code == 200
    return answer


def say(client: Client, name: str, *args: Any, **said: Any) -> Any:
    """Send a form, and follow to the page it leads to."""
    return client.post(reverse(name, args=args), said, follow=True)


def move_clock(days: Iterable[int]) -> None:
    administrator = signed_in("admin")
    for step in days:
        assert say(administrator, "clock", days=step).status_code == 200


def next_sitting() -> Review:
    """The health plan's sitting of today."""
    review = Review.objects.filter(forum__key="monthly-plan", starts_at__gte=clock.now()).order_by("starts_at")[0]
    assert review.starts_at - clock.now() < timedelta(days=1)
    return review


def test_a_late_approval_at_the_health_plan_is_answered_by_an_action_that_is_looked_back_on(lakeside: Lakeside) -> None:
    director, lead = signed_in("health-plan-director"), signed_in("utilisation-management-lead")
    move_clock([1])
    review, item = next_sitting(), the_item_that_the_measure_leads_to(director)

    it_does_not_close_without_an_outcome(director, review, item)
    action = it_closes_with_an_action(lakeside, director, review, item)
    the_post_takes_it_on(lead, action)
    the_rest_needs_nothing(director, review)
    assert "The review is closed" in words(say(director, "review_close", review.pk))

    move_clock([28])
    assert say(lead, "action_answer", action.pk, "progress", how="planned", text=NEWS).status_code == 200
    move_clock([7])
    opening = words(page(director, "review", next_sitting().pk))
    assert re.search(rf"Carried over .*{TITLE} Action {action.number}", opening)
    assert NEWS in opening

    newer_figures_arrive(lakeside)
    say(lead, "action_answer", action.pk, "complete", evidence="Both were on the roster all week.")
    move_clock([28])
    it_is_looked_back_on(lakeside, director, action)
    assert first_broken_event() is None


def the_item_that_the_measure_leads_to(director: Client) -> AgendaItem:
    """Strategy, the measure that changed, its item."""
    strategy = page(director, "strategy", "health-plan").content.decode()
    card_href = reverse("measure", args=["health-plan", "pa_ontime"])
    assert card_href in strategy
    card = director.get(card_href).content.decode()
    found = re.search(r"/reviews/[-0-9a-f]{36}/items/([-0-9a-f]{36})/", card)
    assert found is not None
    item = AgendaItem.objects.get(pk=UUID(found[1]))
    assert (item.unit.key, item.review, item.status) == ("health-plan", next_sitting(), "open")
    return item


def it_does_not_close_without_an_outcome(director: Client, review: Review, item: AgendaItem) -> None:
    shown = words(say(director, "review_open", review.pk))
    for question in ("What changed?", "What is driving it?", "Who owns the next action?", "Local or systemic?"):
        assert question in shown
    refused = say(director, "review_close", review.pk)
    assert refused.status_code == 409
    without = say(director, "item_outcome", review.pk, item.pk, drivers="Two reviewers left.")
    assert without.status_code == 422
    assert "An item closes with a decision, an action or an escalation. Choose one." in words(without)
    assert "Two reviewers left." in without.content.decode()
    item.refresh_from_db()
    assert item.status == "open"


def it_closes_with_an_action(lakeside: Lakeside, director: Client, review: Review, item: AgendaItem) -> Action:
    post = Post.objects.get(key="utilisation-management-lead")
    lag = next(feed.lag_days for feed in lakeside.site.feeds if feed.measure == "pa_ontime")
    useful_from = DUE + timedelta(days=lag)
    asked = {
        "outcome": "action",
        "drivers": "Two reviewers left.",
        "post": str(post.pk),
        "scope": "local",
        "action-title": TITLE,
        "action-due": DUE.isoformat(),
        "action-done_when": "Both on the roster for a week.",
    }
    early = say(
        director, "item_outcome", review.pk, item.pk, **asked, **{"action-look_back": (useful_from - timedelta(1))}
    )
    assert early.status_code == 422
    assert f"{useful_from.day} {useful_from:%b}" in words(early), "it says from when it can"
    closed = say(director, "item_outcome", review.pk, item.pk, **asked, **{"action-look_back": LOOK_BACK.isoformat()})
    assert closed.status_code == 200
    action = Action.objects.get(title=TITLE)
    assert (action.post, action.status, action.accepted_at, action.look_back) == (post, "proposed", None, LOOK_BACK)
    item.refresh_from_db()
    assert item.status == "closed"
    return action


def the_post_takes_it_on(lead: Client, action: Action) -> None:
    assert TITLE in words(page(lead, "day", "utilisation-management"))
    accepted = say(lead, "action_answer", action.pk, "accept", **{"from": "day"})
    assert "Accepted: it is yours from now on." in words(accepted)
    action.refresh_from_db()
    assert action.status == "accepted"


def the_rest_needs_nothing(director: Client, review: Review) -> None:
    """Whatever else is on the agenda is decided: no action, with a reason and not without."""
    nothing = {"outcome": "decision", "decision-kind": "no_action"}
    for item in review.items.filter(status="open"):
        assert say(director, "item_outcome", review.pk, item.pk, **nothing).status_code == 422
        reason = {"decision-reason": "It is as we want it."}
        assert say(director, "item_outcome", review.pk, item.pk, **nothing, **reason).status_code == 200


def newer_figures_arrive(lakeside: Lakeside) -> None:
    """The analyst uploads what the health plan sent since, and sees first what it would bring."""
    analyst = signed_in("analyst")
    first, until = date(2025, 10, 13), clock.today()
    days = [first + timedelta(days=n) for n in range((until - first).days)]
    lines = ["measure,unit,period,numerator,denominator"]
    lines += [f"pa_ontime,health-plan,{day},{IN_TIME},{ASKED}" for day in days]
    file = SimpleUploadedFile("approvals.csv", "\n".join(lines).encode())
    shown = say(analyst, "import", "lakeside", file=file, source="health-plan")
    assert f"Import {len(days)} rows" in words(shown)
    columns = {name: name for name in ("measure", "unit", "period", "numerator", "denominator")}
    address = shown.redirect_chain[-1][0]
    done = words(analyst.post(address, {**columns, "import": "1"}, follow=True))
    assert f"{len(days)} new, 0 corrected" in done


def it_is_looked_back_on(lakeside: Lakeside, director: Client, action: Action) -> None:
    review = next_sitting()
    item = AgendaItem.objects.get(kind="look_back", looks_back_on__action=action)
    assert item.review == review
    sent = rows_of(lakeside.folder / "observations-health-plan.csv")
    newest = [row for row in sent if row["measure"] == "pa_ontime"][-1]
    then, now = float(newest["numerator"]) / float(newest["denominator"]), IN_TIME / ASKED
    shown = words(page(director, "item", review.pk, item.pk))
    assert f"{then:.1%}".replace("%", " %") in shown.replace("\xa0", " ")
    assert f"{now:.1%}".replace("%", " %") in shown.replace("\xa0", " ")
    assert TITLE in shown
