"""What an objective serves, its measures, its teams, its arrows: added, changed and taken away on pages."""

from typing import Any

import pytest

from tests.factories import NOW, a_measure, a_series, an_objective
from tests.web.planned import Planned, a_planned_world
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.access.actions import grant
from wellrun.audit.actions import SYSTEM
from wellrun.measures.models import Measure, Target
from wellrun.strategy.models import Contributor, InfluenceLink, Objective, ObjectiveMeasure, TradeOff


@pytest.fixture
def planned(world: World) -> Planned:
    return a_planned_world(world)


def path(page: str, key: str = "four-hours") -> str:
    return f"/plans/plan-2025/objectives/{key}/{page}/"


@pytest.fixture
def deaths(world: World, planned: Planned) -> Objective:
    """An objective of the system with a gap of 130, of which three take on 70, 10 and 20."""
    measure = a_measure("deaths", scoring="count", direction="down", display_unit="deaths", multiplier=1, decimals=0)
    top = an_objective("fewer-deaths", world.system, world.chief_post, rank=3, roles={"lag": measure})
    Target.objects.create(series=a_series(world.system, measure), value=300, baseline=430, created_at=NOW)
    for rank, (key, amount) in enumerate((("a", 70), ("b", 10), ("c", 20)), start=10):
        part = an_objective(key, world.north, world.lead_post, rank=rank)
        part.parent_links.create(parent=top, amount=amount)
    return top


def test_what_is_left_of_the_gap_is_said_before_a_part_is_taken_on(
    world: World, planned: Planned, deaths: Objective
) -> None:
    chief = client_of(world.chief)
    said = text_of(chief.get(path("serves"), {"parent": "fewer-deaths"}))
    assert "Deaths from 430 deaths to 300 deaths: a gap of 130 deaths." in said
    assert "Others take on 100 of 130 = 70 + 10 + 20: 77 %." in said
    assert "Left: 30 deaths, 23 % of it." in said
    assert chief.post(path("serves"), {"parent": "fewer-deaths", "amount": "30", "share": ""}).status_code == 302
    page = text_of(chief.get(path("", "four-hours").replace("//", "/")))
    assert "This takes on 30 deaths: 23 % of its gap." in page
    assert "130 = 30 + 70 + 10 + 20: 100 %" in page
    assert "Nothing of it is left." not in text_of(chief.get(path("serves"), {"parent": "fewer-deaths"}))


def test_the_way_to_a_part_says_whether_it_is_said_or_changed(
    world: World, planned: Planned, deaths: Objective
) -> None:
    deaths.child_links.filter(child__key="c").update(amount=None)
    said = text_of(client_of(world.chief).get(path("", "fewer-deaths").replace("//", "/")))
    assert said.count("Change how much :") + said.count("Change how much:") == 2
    assert said.count("Say how much :") + said.count("Say how much:") == 1


def test_a_share_is_typed_in_percent_and_changed_in_the_same_form(world: World, planned: Planned) -> None:
    chief = client_of(world.chief)
    chief.post(path("serves"), {"parent": "every-patient", "amount": "", "share": "40"})
    assert planned.four_hours.parent_links.get().share == pytest.approx(0.4)
    form = chief.get(path("serves"), {"parent": "every-patient"}).context["form"]
    assert form["share"].value() == "40"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"amount": "3", "share": "4"}, "Say an amount or a share, not both."),
        ({"amount": "many"}, "Give the amount as a number."),
        ({"amount": "nan"}, "Give the amount as a number."),
        ({"share": "120"}, "A share lies between 0 and 100 percent."),
    ],
)
def test_a_part_that_cannot_be_is_refused_and_kept(
    world: World, planned: Planned, sent: dict[str, str], sentence: str
) -> None:
    answer = client_of(world.chief).post(path("serves"), {"parent": "every-patient"} | sent)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert f'value="{next(iter(sent.values()))}"' in answer.content.decode()


def test_objectives_do_not_serve_one_another_in_a_circle(world: World, planned: Planned) -> None:
    between = an_objective("between", world.system, world.chief_post, rank=3)
    last = an_objective("last", world.system, world.chief_post, rank=4)
    between.parent_links.create(parent=planned.enterprise)
    last.parent_links.create(parent=between)
    answer = client_of(world.chief).post(path("serves", "every-patient"), {"parent": "last"})
    assert answer.status_code == 422
    assert "in a circle" in text_of(answer)


def test_it_serves_no_more_after_a_question(world: World, planned: Planned) -> None:
    chief = client_of(world.chief)
    asked = f"{path('serves')}?stop=every-patient"
    assert "It serves “Every patient” no more?" in text_of(chief.get(asked))
    assert planned.four_hours.parent_links.exists()
    assert chief.post(asked).status_code == 302
    assert not planned.four_hours.parent_links.exists()
    assert chief.get(asked).status_code == 404


def test_who_does_not_see_the_parent_is_told_nothing_of_its_figures(world: World, planned: Planned) -> None:
    lead = client_of(world.lead)
    said = text_of(lead.get(path("serves"), {"parent": "every-patient"}))
    assert "What is left of its gap is told in its own unit." in said
    assert lead.post(path("serves"), {"parent": "every-patient", "share": "10"}).status_code == 302


def test_a_measure_is_given_a_role_changed_and_taken_away(world: World, planned: Planned) -> None:
    a_measure("rounds")
    lead = client_of(world.lead)
    sent = {"measure": "rounds", "role": "lead", "direction": "up", "owner": "head-of-discharge"}
    assert lead.post(path("measures"), sent).status_code == 302
    form = lead.get(path("measures"), {"measure": "rounds", "role": "lag"}).context["form"]
    assert (form["role"].value(), form["owner"].value()) == ("lag", "head-of-discharge")
    lead.post(f"{path('measures')}?measure=rounds", sent | {"role": "lag", "owner": ""})
    given = ObjectiveMeasure.objects.get(measure__key="rounds")
    assert (given.role, given.direction, given.owner, given.position) == ("lag", "up", None, 1)
    asked = f"{path('measures')}?take=rounds"
    assert "Take “Rounds” away" in text_of(lead.get(asked))
    lead.post(asked)
    assert not ObjectiveMeasure.objects.filter(measure__key="rounds").exists()


def test_a_role_without_a_measure_is_refused(world: World, planned: Planned) -> None:
    answer = client_of(world.lead).post(path("measures"), {"measure": "", "role": "lead"})
    assert answer.status_code == 422
    assert "Choose the measure." in text_of(answer)


@pytest.fixture
def stays(world: World, planned: Planned) -> tuple[Measure, Measure]:
    """Length of stay and readmissions, as the library knows them."""
    los = a_measure("los", direction="down", scoring="ratio")
    readmitted = a_measure("readmit", direction="down")
    Measure.objects.filter(pk=los.pk).update(library_id="a.los_oe")
    Measure.objects.filter(pk=readmitted.pk).update(library_id="q.readmit30")
    return los, readmitted


def test_pushing_length_of_stay_offers_a_guard_on_readmission_which_one_press_adds(
    world: World, planned: Planned, stays: tuple[Measure, Measure]
) -> None:
    lead = client_of(world.lead)
    sent = {"measure": "los", "role": "lag", "direction": "", "owner": ""}
    page = lead.post(path("measures"), sent, follow=True)
    assert "needs a guard on “Readmit”. See what is offered" in text_of(page)
    offer = next(one for one in page.context["suggestions"] if one.measure == "readmit")
    assert offer.sentence == "Pushing “Los” down needs a guard on “Readmit”."
    assert (offer.button, bool(offer.source)) == ("Add it as a balancing measure", True)
    answer = lead.post(f"{path('measures')}?offer=1", {"measure": "readmit", "take": offer.take})
    assert answer.status_code == 302
    assert ObjectiveMeasure.objects.get(measure__key="readmit").role == "balancing"
    assert not TradeOff.objects.exists(), "a chair does not define for the site"


def test_who_defines_takes_the_trade_off_over_with_the_guard(
    world: World, planned: Planned, stays: tuple[Measure, Measure]
) -> None:
    grant(user=world.chief, unit=world.system, level="analyst", by=SYSTEM)
    chief = client_of(world.chief)
    chief.post(path("measures"), {"measure": "los", "role": "lag", "direction": "", "owner": ""})
    offer = next(one for one in chief.get(path("measures")).context["suggestions"] if one.measure == "readmit")
    chief.post(f"{path('measures')}?offer=1", {"measure": "readmit", "take": offer.take})
    assert TradeOff.objects.get().guard.key == "readmit"
    assert not [one for one in chief.get(path("measures")).context["suggestions"] if one.measure == "readmit"]


def test_a_lead_that_the_site_believes_in_is_offered(world: World, planned: Planned) -> None:
    InfluenceLink.objects.create(
        key="rounds-seen",
        lead=a_measure("rounds"),
        lag=planned.seen,
        sign="+",
        delay_min_days=7,
        delay_max_days=28,
        grade="judgement",
        source_text="The ward sisters",
    )
    lead = client_of(world.lead)
    offer = lead.get(path("measures")).context["suggestions"][0]
    assert offer.sentence == "When “Rounds” rises, “Seen” is expected to rise, after 7 to 28 days."
    lead.post(f"{path('measures')}?offer=1", {"measure": "rounds", "take": ""})
    assert ObjectiveMeasure.objects.get(measure__key="rounds").role == "lead"
    again = lead.post(f"{path('measures')}?offer=1", {"measure": "rounds", "take": ""}, follow=True)
    assert "not offered any more" in text_of(again)


def test_a_team_takes_part_is_changed_and_taken_away(world: World, planned: Planned) -> None:
    lead = client_of(world.lead)
    page = lead.get(path("contributors"), {"team": "Transport", "handoff_measure": "seen"})
    assert page.context["form"]["handoff_measure"].value() == "seen"
    sent = {"team": "Patient transport", "part": "responsible", "unit": "north", "post": "transport-lead"}
    lead.post(f"{path('contributors')}?team=Transport", sent | {"handoff_measure": "seen"})
    changed = Contributor.objects.get(team="Patient transport")
    assert (changed.unit, changed.post, changed.handoff_measure) == (world.north, world.empty_post, planned.seen)
    assert not Contributor.objects.filter(team="Transport").exists()
    asked = f"{path('contributors')}?remove=Patient+transport"
    assert "Take “Patient transport” away?" in text_of(lead.get(asked))
    lead.post(asked)
    assert not Contributor.objects.filter(team="Patient transport").exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"team": "transport"}, "“transport” takes part already"),
        ({"team": ""}, "Name the team."),
        ({"team": "Office", "part": "informed", "post": "north-director"}, "answers for the whole objective"),
        ({"team": "Office", "part": "informed", "handoff_measure": "seen"}, "only informed hands nothing on"),
    ],
)
def test_what_a_team_cannot_be_is_said_in_plain_words_and_kept(
    world: World, planned: Planned, sent: dict[str, str], sentence: str
) -> None:
    given: dict[str, Any] = {"part": "responsible", "unit": "north", "post": "", "handoff_measure": ""} | sent
    answer = client_of(world.lead).post(path("contributors"), given)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert answer.context["form"]["unit"].value() == "north"


def test_teams_that_the_measures_depend_on_are_offered(world: World, planned: Planned) -> None:
    planned.seen.versions.update(contributing_teams=["Transport", "Pharmacy"])
    page = client_of(world.lead).get(path("contributors"))
    assert [name for name, _href, _why in page.context["teams"]] == ["Pharmacy"]


def test_an_arrow_is_drawn_changed_and_taken_away(world: World, planned: Planned) -> None:
    lead = client_of(world.lead)
    lead.post(path("arrows"), {"effect": "every-patient", "because": "Less crowding"})
    lead.post(path("arrows"), {"effect": "every-patient", "because": "Fewer in corridors"})
    arrow = planned.four_hours.effects.get()
    assert (arrow.effect, arrow.because) == (planned.enterprise, "Fewer in corridors")
    asked = f"{path('arrows')}?rub_out=every-patient"
    assert "Fewer in corridors" in text_of(lead.get(asked))
    lead.post(asked)
    assert not planned.four_hours.effects.exists()


@pytest.mark.parametrize("page", ["serves", "measures", "contributors", "arrows", "edit"])
def test_the_forms_ask_few_questions(
    world: World, planned: Planned, page: str, django_assert_max_num_queries: object
) -> None:
    lead = client_of(world.lead)
    lead.get(path(page))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        lead.get(path(page))


def test_a_measure_that_has_a_role_is_not_given_another_unasked(world: World, planned: Planned) -> None:
    chief = client_of(world.chief)
    objective = Objective.objects.get(key="four-hours")
    guard = ObjectiveMeasure.objects.create(objective=objective, measure=a_measure("came-back"), role="balancing")
    sent = {"measure": "came-back", "role": "lag", "direction": "", "owner": ""}
    refused = chief.post(path("measures"), sent)
    assert refused.status_code == 422
    assert "plays a role here already: change it in the list." in text_of(refused)
    guard.refresh_from_db()
    assert guard.role == "balancing"
    assert chief.post(path("measures") + "?measure=came-back", sent).status_code == 302
    guard.refresh_from_db()
    assert guard.role == "lag"


def test_an_objective_is_not_offered_what_stands_below_it(world: World, planned: Planned) -> None:
    top = an_objective("fewer-deaths", world.system, world.chief_post, rank=3)
    beside = an_objective("money", world.system, world.chief_post, rank=4)
    below = an_objective("ward", world.north, world.lead_post, rank=5)
    Objective.objects.filter(pk=below.pk).update(level="site")
    Objective.objects.filter(pk__in=[top.pk, beside.pk]).update(level="enterprise")
    serving = an_objective("served-by", world.system, world.chief_post, rank=6)
    Objective.objects.filter(pk=serving.pk).update(level="enterprise")
    serving.parent_links.create(parent=top)
    form = client_of(world.chief).get(path("serves", "fewer-deaths")).context["form"]
    offered = {str(value) for value, _ in form.fields["parent"].choices}
    assert beside.key in offered
    assert not {below.key, serving.key, top.key} & offered
