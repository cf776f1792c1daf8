"""The driver diagram of an objective: picture and list say the same; who chairs its unit draws, moves, rubs out."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.factories import a_measure
from tests.web.planned import Planned, a_planned_world
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.execution.models import Initiative
from wellrun.measures.models import Measure
from wellrun.strategy.actions import draw_driver
from wellrun.strategy.models import DriverNode, InfluenceLink, Plan

PAGE = "/plans/plan-2025/objectives/four-hours/drivers/"


@pytest.fixture
def planned(world: World) -> Planned:
    return a_planned_world(world)


def a_diagram(planned: Planned, *, first: int = 0, branches: int = 1) -> None:
    """Each branch a primary driver with the objective's measure, a secondary one and an idea that is tried."""
    for n in range(first, first + branches):
        args: dict[str, Any] = {"objective": planned.four_hours, "by": planned.world.lead}
        beds = draw_driver(
            key=f"beds-{n}", kind="primary", text="Beds are free by noon", measure=planned.seen, position=n, **args
        )
        rounds = draw_driver(key=f"rounds-{n}", kind="secondary", text="Early rounds", parent=beds, **args)
        idea = draw_driver(key=f"board-{n}", kind="idea", text="A board on every ward", parent=rounds, **args)
        Initiative.objects.create(
            key=f"crew-{n}",
            title="Board crew",
            objective=planned.four_hours,
            owner=planned.world.lead_post,
            starts="2025-10-20",
            created_at="2025-10-01T08:00Z",
            idea=idea,
        )


def a_link(lead: Measure, lag: Measure, **change: Any) -> None:
    fields = {"sign": "+", "delay_min_days": 0, "delay_max_days": 30, "grade": "contested", "source_text": "A trial."}
    InfluenceLink.objects.create(key=f"{lead.key}-{lag.key}", lead=lead, lag=lag, **(fields | change))


def shown(user: User, path: str = PAGE) -> str:
    return text_of(client_of(user).get(path))


def test_picture_and_list_say_the_same(planned: Planned) -> None:
    a_diagram(planned)
    answer = client_of(planned.world.viewer).get(PAGE)
    said = text_of(answer)
    assert "One primary driver, one secondary driver, one change idea. An initiative tries one of them." in said
    for words in ("Beds are free by noon", "Early rounds", "A board on every ward", "Board crew", "Worsening"):
        assert said.count(words) >= 2
    assert "Tried by Board crew begins Mon 20 Oct" in said
    page = answer.content.decode()
    assert 'href="/u/north/measures/seen/"' in page
    assert 'href="/initiatives/crew-0/"' in page
    assert "Change" not in said.split("The diagram as a list")[1].split("A line says")[0].replace("Change idea", "")


def test_a_diagram_that_has_only_begun_says_so_in_words(planned: Planned) -> None:
    draw_driver(
        key="beds", kind="primary", text="Beds are free by noon", objective=planned.four_hours, by=planned.world.lead
    )
    assert "One primary driver, no secondary driver, no change idea yet." in shown(planned.world.viewer)


def test_the_file_is_whole_and_named_by_the_day(planned: Planned) -> None:
    a_diagram(planned)
    answer = client_of(planned.world.viewer).get("/plans/plan-2025/objectives/four-hours/drivers.svg")
    assert "driver-diagram-four-hours-2025-10-14.svg" in answer["Content-Disposition"]
    drawn = ET.fromstring(answer.content)
    assert drawn.find("{http://www.w3.org/2000/svg}title").text == "Driver diagram: Four hours, Tue 14 Oct 2025"  # type: ignore[union-attr]
    assert "class=" not in answer.content.decode()


def test_without_drivers_it_says_so_and_offers_what_the_links_suggest(planned: Planned) -> None:
    assert "Nobody has written down yet what moves this aim." in shown(planned.world.viewer)
    assert "no link says what moves its results" in shown(planned.world.lead)
    a_link(a_measure("beds"), planned.seen)
    assert "Its measures and what is believed to move them suggest one box." in shown(planned.world.lead)


def test_a_suggestion_shows_its_link_with_the_caveat_and_is_drawn_only_as_chosen(planned: Planned) -> None:
    beds, rounds, nurses = a_measure("beds"), a_measure("rounds"), a_measure("nurses")
    a_link(beds, planned.seen, grade="structural")
    a_link(rounds, beds, caveat="Two trials disagree.")
    a_link(nurses, planned.seen)
    client = client_of(planned.world.lead)
    said = text_of(client.get(PAGE + "suggested/"))
    assert "Beds Primary driver A part of “Seen”: arithmetic." in said
    assert "Rounds Secondary driver Expected to move “Beds” within 0 to 30 days (contested). A trial." in said
    assert "Two trials disagree." in said
    assert client.post(PAGE + "suggested/", {"boxes": ["rounds"]}).status_code == 302
    assert set(DriverNode.objects.values_list("key", flat=True)) == {"beds", "rounds"}
    assert client.post(PAGE + "suggested/", {}).status_code == 422


def test_a_box_is_drawn_changed_moved_and_rubbed_out(planned: Planned) -> None:
    client = client_of(planned.world.lead)
    client.post(PAGE + "new/", {"text": "Beds are free", "kind": "primary", "parent": "", "measure": "seen"})
    client.post(PAGE + "new/", {"text": "Staff", "kind": "primary"})
    beds = DriverNode.objects.get(key="beds-are-free")
    assert beds.measure == planned.seen
    change = {"text": "Beds are free by noon", "kind": "primary", "measure": ""}
    answer = client.post(PAGE + "beds-are-free/edit/", change, follow=True)
    assert "“Beds are free by noon” is changed." in text_of(answer)
    answer = client.post(PAGE + "staff/move/", {"way": "up"}, follow=True)
    assert text_of(answer).index("Staff") < text_of(answer).index("Beds are free by noon")
    client.post(PAGE + "new/", {"text": "Early rounds", "kind": "secondary", "parent": "staff"})
    asked = text_of(client.get(PAGE + "staff/rub-out/"))
    assert "Rub out “Staff”?" in asked
    assert "1 box that hangs below it goes too." in asked
    client.post(PAGE + "staff/rub-out/")
    assert list(DriverNode.objects.values_list("key", flat=True)) == ["beds-are-free"]


def test_what_is_refused_keeps_what_was_typed(planned: Planned) -> None:
    answer = client_of(planned.world.lead).post(PAGE + "new/", {"text": "A board", "kind": "idea", "parent": ""})
    assert answer.status_code == 422
    assert 'value="A board"' in answer.content.decode()
    assert "an idea below either." in text_of(answer)


def test_an_address_fills_the_form_in(planned: Planned) -> None:
    a_diagram(planned)
    page = client_of(planned.world.lead).get(PAGE + "new/?text=Ask+why&kind=idea&parent=beds-0").content.decode()
    assert 'value="Ask why"' in page
    assert '<option value="idea" selected>' in page
    assert '<option value="beds-0" selected>' in page


def test_an_idea_leads_to_an_initiative_filled_in(planned: Planned) -> None:
    a_diagram(planned)
    page = client_of(planned.world.lead).get(PAGE).content.decode()
    assert "initiatives/new/?idea=board-0&amp;title=A+board+on+every+ward" in page


def test_only_who_chairs_the_unit_writes_and_who_does_not_see_it_finds_nothing(planned: Planned) -> None:
    a_diagram(planned)
    world = planned.world
    for path in ("new/", "suggested/", "beds-0/edit/", "beds-0/rub-out/"):
        assert client_of(world.viewer).get(PAGE + path).status_code == 403
        assert client_of(world.neighbour).get(PAGE + path).status_code == 404
    assert client_of(world.viewer).post(PAGE + "beds-0/move/", {"way": "up"}).status_code == 403
    assert client_of(world.neighbour).get(PAGE).status_code == 404
    assert client_of(world.lead).get(PAGE + "no-such/edit/").status_code == 404


def test_the_diagram_of_a_closed_plan_is_looked_at_only(planned: Planned) -> None:
    a_diagram(planned)
    Plan.objects.update(stage="closed", closed_on="2025-10-01")
    client = client_of(planned.world.lead)
    assert "Add a primary driver" not in text_of(client.get(PAGE))
    assert client.get(PAGE + "new/").status_code == 409
    assert client.post(PAGE + "beds-0/rub-out/").status_code == 409
    assert DriverNode.objects.count() == 3


def test_the_queries_do_not_grow(planned: Planned, django_assert_max_num_queries: Any) -> None:
    a_diagram(planned)
    client = client_of(planned.world.lead)
    client.get(PAGE)
    with django_assert_max_num_queries(20) as few:
        client.get(PAGE)
    a_diagram(planned, first=1, branches=8)
    with django_assert_max_num_queries(len(few)):
        client.get(PAGE)
