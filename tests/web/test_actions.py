"""The tracker, one action, and what may be said to it by whom."""

import re
from datetime import date
from typing import Any

import pytest

from tests.execution.asking import ask
from tests.factories import a_measure, a_post, a_series, an_item, an_objective, at
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.execution.actions import accept_action, counter_action, decline_action
from wellrun.execution.models import Action, Initiative
from wellrun.organisation.models import Holding
from wellrun.reviews.actions import ActionSpec, close_item_with


def tracker(user: User, query: str = "", unit: str = "north") -> str:
    return text_of(client_of(user).get(f"/u/{unit}/actions/{query}"))


def page(user: User, action: Action) -> Any:
    return client_of(user).get(f"/actions/{action.pk}/")


def say(user: User, action: Action, verb: str, **words: Any) -> Any:
    return client_of(user).post(f"/actions/{action.pk}/{verb}/", words)


def test_actions_stand_by_their_date_whoever_is_asked(world: World) -> None:
    ask(world, title="Later", due=date(2025, 12, 1))
    ask(world, title="Sooner", post=world.lead_post)
    said = tracker(world.viewer)
    assert "2 actions are open in North and below, the soonest due first." in said
    assert said.index("Sooner") < said.index("Later")
    assert "<a" not in said.split("Asked of")[1]


def test_no_list_is_sorted_or_summed_by_a_post(world: World) -> None:
    ask(world)
    content = client_of(world.viewer).get("/u/north/actions/?post=head-of-discharge&sort=post").content.decode()
    assert "?post=" not in content.replace("&amp;", "&").split("<main")[1]
    assert "sort=" not in content.split("<main")[1]


def test_words_numbers_and_ones_own(world: World) -> None:
    ask(world, title="Hold the call")
    ask(world, title="Write the contract", post=world.lead_post)
    assert "Write the contract" not in tracker(world.viewer, "?q=call")
    assert "Hold the call" not in tracker(world.viewer, "?q=%232")
    assert "Hold the call" not in tracker(world.lead, "?mine=1")
    assert "No action matches" in tracker(world.viewer, "?q=nothing")
    assert "Actions are agreed in a review" in tracker(world.neighbour, unit="south")


def test_what_is_done_or_cancelled_stands_apart(world: World) -> None:
    done = accept_action(action=ask(world, title="Long done"), by=world.doer)
    say(world.doer, done, "complete", evidence="Seen")
    assert "Long done" not in tracker(world.viewer)
    assert "Long done" in tracker(world.viewer, "?show=past")


def test_overdue_stalled_and_vacant_are_marked(world: World) -> None:
    with at(days=-20):
        accept_action(action=ask(world, due=date(2025, 10, 1)), by=world.doer)
        ask(world, title="For nobody", post=world.empty_post)
    said = tracker(world.viewer)
    assert "overdue" in said
    assert "no update for 20 days" in said
    assert "Transport lead nobody holds this post" in said


def test_the_page_says_who_owns_it_and_what_it_serves_up_to_the_top(world: World) -> None:
    enterprise = an_objective("every-patient", world.system, world.chief_post)
    objective = an_objective("four-hours", world.north, world.lead_post, rank=2)
    objective.parent_links.create(parent=enterprise)
    action = ask(world, objective=objective, series=world.series)
    answer = page(world.viewer, action)
    said = text_of(answer)
    assert (
        "The head of discharge was asked and has not answered yet; until then nobody owns it. Due Mon 20 Oct." in said
    )
    assert "Serves Four hours Which serves Every patient" in said
    assert 'href="/plans/plan-2025/objectives/four-hours/"' in answer.content.decode()
    assert "/u/system/" not in answer.content.decode()
    assert 'href="/plans/plan-2025/objectives/every-patient/"' in page(world.chief, action).content.decode()
    assert 'href="/u/north/measures/ready-to-leave/"' in answer.content.decode()


def test_two_objectives_above_are_no_chain_and_the_way_goes_up_to_the_enterprise(world: World) -> None:
    top = an_objective("every-patient", world.system, world.chief_post)
    flow, safety = (
        an_objective(key, world.north, world.lead_post, rank=at) for at, key in ((2, "flow"), (3, "safety"))
    )
    ward = an_objective("ward-part", world.north, world.lead_post, rank=4)
    for child, parent in ((ward, flow), (ward, safety), (flow, top)):
        child.parent_links.create(parent=parent)
    said = text_of(page(world.viewer, ask(world, objective=ward)))
    assert "Serves Ward part Which serves Flow Which also serves Safety Which serves Every patient" not in said
    assert "Serves Ward part Which serves Flow Which also serves Safety “Flow” serves Every patient" in said


def test_an_action_of_an_initiative_serves_what_the_initiative_serves(world: World) -> None:
    top = an_objective("every-patient", world.system, world.chief_post)
    objective = an_objective("four-hours", world.north, world.lead_post, rank=2)
    objective.parent_links.create(parent=top)
    crew = Initiative.objects.create(
        key="crew", title="Second crew", objective=objective, owner=world.lead_post, status="active",
        starts=date(2025, 9, 16), created_at="2025-09-16T08:00Z",
    )  # fmt: skip
    action = ask(world)
    Action.objects.filter(pk=action.pk).update(initiative=crew)
    assert "Serves Four hours Which serves Every patient" in text_of(page(world.viewer, action))


def test_the_review_that_agreed_it_is_one_press_away(world: World) -> None:
    item = an_item(world.review)
    spec = ActionSpec(title="Hold the call", done_when="Held", post=world.doer_post, due=date(2025, 10, 20))
    action = close_item_with(item=item, outcome=spec, by=world.lead).action
    assert f'href="/reviews/{world.review.pk}/items/{item.pk}/"' in page(world.doer, action).content.decode()


def test_who_holds_a_post_elsewhere_sees_the_action_without_links_that_lead_nowhere(world: World) -> None:
    series = a_series(world.south, a_measure("beds"))
    action = ask(world, unit=world.system, series=series, by=world.chief)
    content = page(world.doer, action).content.decode()
    assert "/u/system/" not in content
    assert "/u/south/" not in content


@pytest.mark.parametrize(
    ("who", "verbs"),
    [
        ("doer", ["Accept", "Propose another date", "Decline"]),
        ("deputy", ["Accept", "Propose another date", "Decline"]),
        ("lead", ["Ask another post", "Cancel it"]),
        ("viewer", []),
    ],
)
def test_each_finds_what_they_may_say(world: World, who: str, verbs: list[str]) -> None:
    content = page(getattr(world, who), ask(world)).content.decode()
    named = ["Accept", "Propose another date", "Decline", "Say how it goes", "Ask another post", "Cancel it"]
    assert [verb for verb in named if f">{verb}</" in content] == verbs


def test_what_one_may_not_say_is_not_there(world: World) -> None:
    action = ask(world)
    for who, verb in (
        (world.viewer, "accept"),
        (world.lead, "accept"),
        (world.doer, "cancel"),
        (world.doer, "nonsense"),
    ):
        assert say(who, action, verb).status_code == 404
    assert say(world.neighbour, action, "accept").status_code == 404
    assert page(world.neighbour, action).status_code == 404
    action.refresh_from_db()
    assert action.status == "proposed"


def test_accepting_on_ones_day_goes_back_there(world: World) -> None:
    answer = client_of(world.doer).post(f"/actions/{ask(world).pk}/accept/", {"from": "day"}, follow=True)
    assert answer.redirect_chain == [("/u/north/day/", 302)]
    assert "Accepted: it is yours from now on." in text_of(answer)


def test_how_it_goes_takes_one_press_and_words_where_they_help(world: World) -> None:
    action = accept_action(action=ask(world), by=world.doer)
    client = client_of(world.doer)
    form = client.get(f"/actions/{action.pk}/progress/?from=day").content.decode()
    assert '<input type="hidden" name="from" value="day">' in form
    client.post(f"/actions/{action.pk}/progress/", {"how": "stuck", "text": "The contract waits"})
    client.post(f"/actions/{action.pk}/progress/", {"how": "planned"})
    assert [update.text for update in action.updates.filter(kind="progress")] == [
        "Stuck. The contract waits",
        "As planned",
    ]


def test_what_was_agreed_stands_there_when_it_is_done(world: World) -> None:
    action = accept_action(action=ask(world), by=world.doer)
    form = client_of(world.doer).get(f"/actions/{action.pk}/complete/").content.decode()
    assert "Held ten working days running</textarea>" in form
    assert "The head of discharge did it." in text_of(
        client_of(world.doer).post(f"/actions/{action.pk}/complete/", {"evidence": "In the minutes"}, follow=True)
    )


@pytest.mark.parametrize(
    ("verb", "words", "said"),
    [
        ("counter", {"due": "2025-10-13", "text": "Two are ill"}, "Two are ill"),
        ("counter", {"due": "2025-10-20", "text": "The same day"}, "The same day"),
        ("counter", {"due": "", "text": "No date"}, "This field is required."),
        ("decline", {"reason": " "}, "This field is required."),
    ],
)
def test_a_refusal_keeps_what_was_typed(world: World, verb: str, words: dict[str, str], said: str) -> None:
    action = ask(world)
    answer = say(world.doer, action, verb, **words)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'class="field-error"' in answer.content.decode()
    action.refresh_from_db()
    assert action.status == "proposed"


def test_the_chair_settles_another_date_and_a_refusal(world: World) -> None:
    countered = counter_action(action=ask(world), due=date(2025, 11, 3), text="Two are ill", by=world.doer)
    assert "proposes another date: Mon 3 Nov instead of Mon 20 Oct" in text_of(page(world.lead, countered))
    say(world.lead, countered, "agree")
    countered.refresh_from_db()
    assert (countered.status, countered.due) == ("accepted", date(2025, 11, 3))
    declined = decline_action(action=ask(world), reason="Not ours", by=world.doer)
    other = a_post("bed-manager", world.north, holder=world.viewer)
    form = client_of(world.lead).get(f"/actions/{declined.pk}/reassign/").content.decode()
    assert f'value="{other.pk}"' in form
    assert f'value="{world.doer_post.pk}"' not in form
    say(world.lead, declined, "reassign", post=str(other.pk), due="2025-11-10", reason="It is theirs")
    declined.refresh_from_db()
    assert (declined.post, declined.status) == (other, "proposed")


def test_what_asks_for_words_is_a_link_and_sends_nothing(world: World) -> None:
    action = ask(world)
    shown = client_of(world.lead).get(f"/actions/{action.pk}/").content.decode()
    assert f'href="/actions/{action.pk}/reassign/#answer"' in shown
    assert f'action="/actions/{action.pk}/reassign/"' not in shown


def test_a_verb_without_words_has_no_page_of_its_own(world: World) -> None:
    action = ask(world)
    assert client_of(world.doer).get(f"/actions/{action.pk}/accept/").url == f"/actions/{action.pk}/"


def test_who_no_longer_holds_the_post_may_not_answer(world: World) -> None:
    action = ask(world)
    Holding.objects.filter(user=world.doer).update(ends=date(2025, 10, 14))
    assert say(world.doer, action, "accept").status_code == 404


def test_lists_and_pages_cost_the_same_for_any_number(world: World, django_assert_max_num_queries: Any) -> None:
    client, action = client_of(world.lead), ask(world)
    client.get("/u/north/actions/")
    with django_assert_max_num_queries(10) as few:
        client.get("/u/north/actions/")
    with django_assert_max_num_queries(17) as one:
        client.get(f"/actions/{action.pk}/")
    for number in range(12):
        ask(world, title=f"Action {number}")
    accept_action(action=action, by=world.doer)
    with django_assert_max_num_queries(len(few)):
        client.get("/u/north/actions/")
    with django_assert_max_num_queries(len(one)):
        client.get(f"/actions/{action.pk}/")


def test_while_one_answer_is_written_no_other_is_the_main_button(world: World) -> None:
    asked = ask(world)
    page = client_of(world.doer).get(f"/actions/{asked.pk}/decline/?from=day").content.decode()
    assert re.findall(r'class="btn btn-main"[^>]*>([^<]+)', page) == ["Decline"]
    assert 'href="/u/north/day/">Leave it' in page
