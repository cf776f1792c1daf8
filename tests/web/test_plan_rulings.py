from collections.abc import Callable

import pytest

from tests.factories import a_measure, a_plan, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.jobs.model_check import check_plan
from wellrun.measures.models import Measure
from wellrun.strategy.actions import rule_precedence
from wellrun.strategy.models import InfluenceLink, Objective, ObjectiveMeasure, Plan, PlanChange, Precedence, TradeOff

PATH = "/plans/plan-2025/rulings/"
FORM = {"winner": "flow", "loser": "safe", "because": "Nobody waits for money", "read": ""}


def gives(objective: Objective, measure: Measure, role: str = "lag", direction: str = "") -> None:
    ObjectiveMeasure.objects.create(objective=objective, measure=measure, role=role, direction=direction)


@pytest.fixture
def pair(world: World) -> tuple[Objective, Objective]:
    """The first pushes the stay down; readmissions, which that may harm, are the result of the second."""
    flow = an_objective("flow", world.system, world.chief_post, rank=1)
    safe = an_objective("safe", world.system, world.chief_post, rank=2)
    stay, again = a_measure("stay", direction="down"), a_measure("readmission", direction="down")
    gives(flow, stay)
    gives(safe, again)
    TradeOff.objects.create(
        key="stay-readmission",
        push=stay,
        push_direction="down",
        guard=again,
        guard_direction="down",
        mechanism="leaving too early",
        source_text="Kaboli 2012",
    )
    Plan.objects.update(stage="draft", activated_on=None)
    check_plan(a_plan())
    return flow, safe


def test_a_conflict_says_what_pulls_and_why_it_is_flagged(world: World, pair: tuple[Objective, Objective]) -> None:
    said = text_of(client_of(world.chief).get(PATH))
    assert "1 pair of priorities pulls against each other, and nobody says which wins." in said
    assert "“Flow” pushes “Stay” down and does not watch “Readmission”, a result of “Safe”." in said
    assert "It may suffer: leaving too early." in said
    assert "Kaboli 2012" in said
    assert "“Flow” wins" in said


def test_opposite_wishes_and_a_part_against_the_whole_are_told(world: World, pair: tuple[Objective, Objective]) -> None:
    _flow, safe = pair
    TradeOff.objects.all().delete()
    gives(safe, Measure.objects.get(key="stay"), "lead", "up")
    said = text_of(client_of(world.chief).get(PATH))
    assert "“Flow” wants “Stay” to fall. “Safe” wants “Stay” to rise." in said
    ObjectiveMeasure.objects.filter(objective=safe, measure__key="stay").delete()
    rounds = a_measure("rounds", direction="up")
    InfluenceLink.objects.create(
        key="rounds-stay",
        lead=rounds,
        lag=Measure.objects.get(key="stay"),
        sign="+",
        delay_min_days=0,
        delay_max_days=0,
        grade="structural",
        source_text="Of the same interval",
    )
    gives(safe, rounds, "lead")
    said = text_of(client_of(world.chief).get(PATH))
    assert "“Safe” wants “Rounds” to rise. “Rounds” is reckoned into “Stay”." in said
    assert "Grade: arithmetic. Source: Of the same interval." in said


def test_a_ruling_is_said_changed_and_taken_back(world: World, pair: tuple[Objective, Objective]) -> None:
    chief = client_of(world.chief)
    assert 'value="flow" selected' in chief.get(PATH, {"winner": "flow", "loser": "safe"}).content.decode()
    assert chief.post(PATH, FORM).status_code == 302
    said = text_of(chief.get(PATH))
    assert "1 finding of the check is mended." in said
    assert "“Flow” wins over “Safe”, because: Nobody waits for money" in said
    assert "it is said which wins. 1 ruling stands." in said
    html = chief.get(PATH, {"winner": "flow", "loser": "safe"})
    assert "Nobody waits for money" in text_of(html)
    read = html.context["form"].initial["read"]
    assert "As it stands “Flow” wins, because: Nobody waits for money" in text_of(html)
    same = chief.post(PATH, {"winner": "safe", "loser": "flow", "because": "nobody waits for  money", "read": read})
    assert same.status_code == 422
    assert "These are the words of the ruling the other way round." in text_of(same)
    assert "As it stands “Flow” wins" in text_of(same)
    answer = chief.post(PATH, {"winner": "safe", "loser": "flow", "because": "It came back", "read": read})
    assert answer.status_code == 302
    ruled = Precedence.objects.get()
    assert (ruled.winner.key, ruled.because) == ("safe", "It came back")
    turned = PlanChange.objects.filter(verb="rule_precedence").latest("pk")
    assert (turned.before["because"], turned.after["because"]) == ("Nobody waits for money", "It came back")
    withdrawal = f"{PATH}{ruled.pk}/withdraw/"
    assert "“Safe” wins over “Flow”" in text_of(chief.get(withdrawal))
    assert Precedence.objects.exists()
    assert chief.post(withdrawal).status_code == 302
    assert not Precedence.objects.exists()
    assert chief.get(withdrawal).status_code == 404
    assert list(PlanChange.objects.values_list("verb", flat=True)) == [
        "rule_precedence",
        "rule_precedence",
        "withdraw_precedence",
    ]


def test_a_ruling_made_meanwhile_is_shown_before_it_is_replaced(
    world: World, pair: tuple[Objective, Objective]
) -> None:
    chief = client_of(world.chief)
    rule_precedence(winner=pair[1], loser=pair[0], because="It came back", by=world.chief)
    answer = chief.post(PATH, FORM)
    assert answer.status_code == 409
    assert "It is ruled already: “Safe” wins over “Flow”, because: It came back." in text_of(answer)
    assert "Nobody waits for money" in text_of(answer)
    assert Precedence.objects.get().winner == pair[1]
    assert chief.post(PATH, FORM | {"read": answer.context["form"].data["read"]}).status_code == 302
    assert Precedence.objects.get().winner == pair[0]


def test_any_two_objectives_may_be_ruled_on(world: World, pair: tuple[Objective, Objective]) -> None:
    TradeOff.objects.all().delete()
    team = an_objective("ward", world.north, world.lead_post, rank=9)
    Objective.objects.filter(pk=team.pk).update(level="team", rank=None)
    chief = client_of(world.chief)
    assert "finds no two priorities that pull against each other" in text_of(chief.get(PATH))
    assert chief.post(PATH, FORM | {"winner": "ward"}).status_code == 302
    said = text_of(chief.get(PATH))
    assert "Not flagged by the check" in said
    assert "The check finds no two priorities that pull against each other. 1 ruling stands." in said


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"loser": "flow"}, "Name two different objectives."),
        ({"because": " "}, "Say why."),
        ({"winner": ""}, "Choose which one wins."),
        ({"winner": "zebra"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_stands_in_the_form(
    world: World, pair: tuple[Objective, Objective], wrong: dict[str, str], sentence: str
) -> None:
    answer = client_of(world.chief).post(PATH, FORM | wrong)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Precedence.objects.exists()


def test_each_sees_what_is_between_objectives_of_their_units(world: World, pair: tuple[Objective, Objective]) -> None:
    ruled = rule_precedence(winner=pair[0], loser=pair[1], because="Nobody waits", by=world.chief)
    said = text_of(client_of(world.viewer).get(PATH))
    assert "Flow" not in said
    assert "Of the objectives you see no two are known to pull against each other" in said
    executive = client_of(world.board.sponsor.holdings.get().user)
    assert "Nobody waits" in text_of(executive.get(PATH))
    assert "Let it win" not in text_of(executive.get(PATH))
    for person, status in ((executive, 403), (client_of(world.viewer), 404), (client_of(world.stranger), 404)):
        assert person.post(PATH, FORM).status_code == status
        assert person.post(f"{PATH}{ruled.pk}/withdraw/").status_code == status
    assert Precedence.objects.get() == ruled


def test_a_closed_plan_is_kept_as_it_was(world: World, pair: tuple[Objective, Objective]) -> None:
    ruled = rule_precedence(winner=pair[0], loser=pair[1], because="Nobody waits", by=world.chief)
    Plan.objects.update(stage="closed")
    chief = client_of(world.chief)
    assert "Let it win" not in text_of(chief.get(PATH))
    assert chief.post(PATH, FORM | {"because": "Other"}).status_code == 409
    assert chief.post(f"{PATH}{ruled.pk}/withdraw/").status_code == 409
    assert Precedence.objects.get().because == "Nobody waits"


def test_many_cost_no_more_queries(
    world: World, pair: tuple[Objective, Objective], django_assert_max_num_queries: Callable[..., object]
) -> None:
    stay = Measure.objects.get(key="stay")
    for number in range(8):
        gives(an_objective(f"o{number}", world.system, world.chief_post, rank=number + 10), stay, "lead", "up")
    check_plan(a_plan())
    rule_precedence(winner=pair[0], loser=pair[1], because="Nobody waits", by=world.chief)
    chief = client_of(world.chief)
    assert len(chief.get(PATH).context["shown"].open) == 8
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        chief.get(PATH)
