from collections.abc import Callable
from datetime import date

import pytest

from tests.factories import a_plan, a_post, a_user, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.execution.models import Initiative, InitiativeHours
from wellrun.jobs.model_check import check_plan
from wellrun.jobs.next_cycle import clone_plan
from wellrun.lib import clock
from wellrun.organisation.models import Post
from wellrun.strategy.actions import declare_hours
from wellrun.strategy.models import DeclaredHours, Plan
from wellrun.web.presenters.plans.hours_bar import bar

PATH = "/plans/plan-2025/hours/"


def asks(key: str, *hours: tuple[Post, float], starts: date = date(2025, 9, 1), ends: date | None = None) -> Initiative:
    """An initiative of the plan that takes hours a week of posts."""
    one = Initiative.objects.create(
        key=key,
        title=key.capitalize(),
        objective=a_plan().objectives.first(),
        owner=hours[0][0],
        starts=starts,
        ends=ends,
        created_at=clock.now(),
    )
    for post, each in hours:
        InitiativeHours.objects.create(initiative=one, post=post, hours_a_week=each)
    return one


@pytest.fixture
def plan(world: World) -> Plan:
    """A draft that takes four and two hours of the discharge post, three of them while both run."""
    an_objective("flow", world.system, world.chief_post)
    Plan.objects.update(stage="draft", activated_on=None)
    asks("calls", (world.doer_post, 4))
    asks("rounds", (world.doer_post, 2.5), (world.chief_post, 1), starts=date(2025, 11, 3), ends=date(2026, 1, 31))
    asks("later", (world.doer_post, 1), starts=date(2026, 2, 2))
    check_plan(a_plan())
    return a_plan()


def told(world_user: object, path: str = PATH) -> str:
    return text_of(client_of(world_user).get(path))  # type: ignore[arg-type]


def test_each_post_is_told_what_is_asked_at_its_busiest(world: World, plan: Plan) -> None:
    said = told(world.chief)
    assert "2 posts are asked for more hours a week than they declared." in said
    assert "6.5 h at the busiest, from Mon 3 Nov 2025" in said
    assert "Calls : 4 h" in said
    assert "6.5 h too many" in said
    assert "The plan takes 6.5 hours a week of “Head of discharge”, who declared none." in said
    declare_hours(plan=plan, post=world.doer_post, hours_a_week=8, by=world.doer)
    declare_hours(plan=plan, post=world.chief_post, hours_a_week=1, by=world.chief)
    said = told(world.chief)
    assert "No post is asked for more hours a week than it declared." in said
    assert "1.5 h left" in said
    assert "just enough" in said


def test_a_post_declares_its_own(world: World, plan: Plan) -> None:
    doer = client_of(world.doer)
    said = text_of(doer.get(PATH))
    assert "yours" in said
    assert "Chief operating officer" not in said
    assert "Rounds" not in said, "an initiative of the enterprise is not shown to who does not see it"
    assert "an initiative of another unit" in said
    answer = doer.post(PATH, {"row": "1", "post": "head-of-discharge", "hours_a_week": "6.5"})
    assert answer.status_code == 302
    assert DeclaredHours.objects.get().hours_a_week == 6.5
    assert "The hours of “Head of discharge” are declared." in text_of(doer.get(PATH))


def test_who_comes_from_my_day_is_back_there_once_the_hours_are_said(world: World, plan: Plan) -> None:
    doer = client_of(world.doer)
    sent = {"row": "1", "post": "head-of-discharge", "hours_a_week": "6.5"}
    answer = doer.post(f"{PATH}?post=head-of-discharge&hours_a_week=6.5&from=day", sent, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/day/")
    assert "The hours of “Head of discharge” are declared." in text_of(answer)


def test_another_post_is_offered_only_where_there_is_one(world: World, plan: Plan) -> None:
    assert "another post" not in told(world.doer), "their one post has its row"
    assert "another post" in told(world.lead)


def test_a_chair_declares_for_the_posts_of_their_units(world: World, plan: Plan) -> None:
    lead = client_of(world.lead)
    assert lead.post(PATH, {"post": "transport-lead", "hours_a_week": "3"}).status_code == 302
    assert lead.post(PATH, {"post": "chief-operating-officer", "hours_a_week": "3"}).status_code == 404
    executive = client_of(world.board.sponsor.holdings.get().user)
    assert executive.post(PATH, {"post": "head-of-discharge", "hours_a_week": "3"}).status_code == 403
    assert client_of(world.viewer).post(PATH, {"post": "head-of-discharge", "hours_a_week": "3"}).status_code == 403
    assert client_of(world.stranger).post(PATH, {"post": "transport-lead", "hours_a_week": "3"}).status_code == 404
    assert DeclaredHours.objects.get().post == world.empty_post


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ("", "Say how many hours a week; none is 0."),
        ("many", "Give the hours as a number."),
        ("169", "Hours a week lie between 0 and 168."),
        ("-1", "Hours a week lie between 0 and 168."),
        ("nan", "Give the hours as a number."),
    ],
)
def test_what_is_wrong_stands_in_its_row(world: World, plan: Plan, hours: str, sentence: str) -> None:
    sent = {"row": "1", "post": "head-of-discharge", "hours_a_week": hours}
    answer = client_of(world.doer).post(PATH, sent)
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 1
    assert not DeclaredHours.objects.exists()


def test_the_form_for_another_post_keeps_what_was_typed(world: World, plan: Plan) -> None:
    answer = client_of(world.lead).post(PATH, {"post": "zebra", "hours_a_week": "5"})
    assert answer.status_code == 422
    assert "Choose a post that is yours to declare for." in text_of(answer)
    assert 'value="5"' in answer.content.decode()


def test_the_address_fills_in_the_row_of_its_post(world: World, plan: Plan) -> None:
    html = client_of(world.doer).get(PATH, {"post": "head-of-discharge", "hours_a_week": "6.5"}).content.decode()
    assert 'class="hours-form is-asked"' in html
    assert 'value="6.5"' in html


def test_only_those_asked_for_more_can_be_shown(world: World, plan: Plan) -> None:
    declare_hours(plan=plan, post=world.empty_post, hours_a_week=5, by=world.lead)
    assert "Transport lead" in told(world.chief)
    assert "Transport lead" not in [
        row.title for row in client_of(world.chief).get(f"{PATH}?show=over").context["rows"]
    ]


def test_a_finding_is_left_so_on_purpose_by_who_chairs_the_enterprise(world: World, plan: Plan) -> None:
    assert "Leave it so on purpose" in told(world.chief)
    assert "Leave it so on purpose" not in told(world.doer)


def test_a_closed_plan_is_kept_as_it_was(world: World, plan: Plan) -> None:
    Plan.objects.update(stage="closed")
    doer = client_of(world.doer)
    assert "Declare these hours" not in text_of(doer.get(PATH))
    assert doer.post(PATH, {"row": "1", "post": "head-of-discharge", "hours_a_week": "6"}).status_code == 409
    assert not DeclaredHours.objects.exists()


def test_where_nothing_is_asked_the_page_says_what_comes(world: World) -> None:
    an_objective("flow", world.system, world.chief_post)
    assert "No initiative of this plan asks for anybody's hours yet" in told(world.chief)
    assert "No post that you see is asked for hours by this plan" in told(world.viewer)


def test_many_posts_cost_no_more_queries_and_come_in_pages(
    world: World, plan: Plan, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(30):
        asks(f"o{number}", (a_post(f"post-{number:02}", world.north, holder=a_user(f"u{number}")), 2))
    check_plan(plan)
    chief = client_of(world.chief)
    assert len(chief.get(PATH).context["rows"]) == 25
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        chief.get(PATH)
    assert "Page 2" in text_of(chief.get(f"{PATH}?page=2"))


def test_the_bar_is_as_long_as_the_greater_of_the_two() -> None:
    over, under = bar(4, 6), bar(8, 6)
    assert over is not None
    assert under is not None
    assert (over.within, over.beyond, over.beyond_from) == ("80", "40", "81")
    assert (under.within, under.beyond, under.declared) == ("90", "", "120")
    assert bar(0, 0) is None


def test_my_day_asks_for_hours_while_a_plan_is_made(world: World, plan: Plan) -> None:
    day = "/u/north/day/"
    said = told(world.doer, day)
    assert "“Plan 2025/26” asks for 6.5 hours a week of the head of discharge" in said
    assert "One thing waits for your answer." in said
    href = client_of(world.doer).get(day).context["day"].hours[0].href
    assert href == f"{PATH}?post=head-of-discharge&hours_a_week=6.5&from=day#head-of-discharge"
    assert "asks for" not in told(world.viewer, day)
    declare_hours(plan=plan, post=world.doer_post, hours_a_week=2, by=world.doer)
    assert "2 are declared. Say how many there are." in told(world.doer, day)
    declare_hours(plan=plan, post=world.doer_post, hours_a_week=7, by=world.doer)
    assert "Hours to declare" not in told(world.doer, day)
    DeclaredHours.objects.all().delete()
    Plan.objects.update(stage="active", activated_on=date(2025, 10, 1))
    assert "Hours to declare" not in told(world.doer, day)


def test_what_the_address_says_stands_in_one_form_only(world: World, plan: Plan) -> None:
    lead = client_of(world.lead)
    rows = lead.get(PATH, {"post": "transport-lead", "hours_a_week": "6.5"})
    assert rows.context["rows"][0].key == "transport-lead"
    assert rows.content.decode().count('value="6.5"') == 1


def test_work_that_goes_on_in_the_next_plan_asks_for_hours_of_it_too(world: World, plan: Plan) -> None:
    """As the check of a draft counts it: nobody is told of hours that the page does not show."""
    Plan.objects.update(stage="active", activated_on=date(2025, 10, 1))
    following = clone_plan(
        plan=a_plan(),
        key="plan-2026",
        name="Plan 2026/27",
        starts=date(2026, 4, 1),
        ends=date(2027, 3, 31),
        by=world.chief,
    )
    check_plan(following)
    said = told(world.chief, "/plans/plan-2026/hours/")
    assert "2 posts are asked for more hours a week than they declared." in said
    assert "Calls : 4 h" in said
    assert "who declared none" in said
    assert "“Plan 2026/27” asks for 6.5 hours a week of the head of discharge" in told(world.doer, "/u/north/day/")
    declare_hours(plan=following, post=world.doer_post, hours_a_week=7, by=world.doer)
    assert "asks for" not in told(world.doer, "/u/north/day/")
