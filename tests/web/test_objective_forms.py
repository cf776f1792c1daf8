"""An objective is written down, changed and retired on pages; what is refused keeps what was typed."""

from typing import Any

import pytest

from tests.factories import a_domain, a_measure, an_objective
from tests.web.planned import Planned, a_planned_world
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.strategy.actions import retire_objective
from wellrun.strategy.models import Objective, Plan, PlanChange

NEW = "/plans/plan-2025/objectives/new/"


@pytest.fixture
def planned(world: World) -> Planned:
    return a_planned_world(world)


def path(page: str = "", key: str = "four-hours") -> str:
    return f"/plans/plan-2025/objectives/{key}/{page}"


def written(**fields: Any) -> dict[str, Any]:
    """A new objective as a form sends it."""
    given = {"title": "Fewer falls", "unit": "north", "level": "", "domain": "access", "perspective": "customer"}
    return {**given, "description": "Inpatients, by March", "owner": "", "sponsor": "", "parent": ""} | fields


def test_a_new_objective_is_of_the_level_of_its_unit_and_serves_what_was_chosen(world: World, planned: Planned) -> None:
    sent = written(owner="head-of-discharge", sponsor="north-director", parent="every-patient")
    answer = client_of(world.chief).post(NEW, sent)
    one = Objective.objects.get(title="Fewer falls")
    assert answer["Location"] == path(key="fewer-falls")
    assert (one.level, one.rank, one.owner, one.unit) == ("site", None, world.doer_post, world.north)
    assert [link.parent.key for link in one.parent_links.all()] == ["every-patient"]
    assert PlanChange.objects.filter(verb="add_objective", subject="fewer-falls").exists()


def test_one_of_the_enterprise_is_ranked_last(world: World, planned: Planned) -> None:
    client_of(world.chief).post(NEW, written(unit="system"))
    assert Objective.objects.get(title="Fewer falls").rank == 3


def test_an_objective_called_new_is_reached(world: World, planned: Planned) -> None:
    chief = client_of(world.chief)
    assert chief.post(NEW, written(title="New"))["Location"] == path(key="objective-new")
    assert chief.get(path(key="objective-new")).status_code == 200


def test_only_the_enterprise_has_enterprise_objectives(world: World, planned: Planned) -> None:
    answer = client_of(world.chief).post(NEW, written(level="enterprise"))
    assert answer.status_code == 422
    assert "North is not the enterprise" in text_of(answer)


def test_a_refused_objective_keeps_what_was_typed(world: World, planned: Planned) -> None:
    answer = client_of(world.lead).post(NEW, written(title=" ", domain="nowhere"))
    assert answer.status_code == 422
    said = text_of(answer)
    assert "Say what will be better." in said
    assert "That is not one of those to choose from." in said
    assert "Inpatients, by March" in said


def test_a_form_is_filled_in_by_its_address(world: World, planned: Planned) -> None:
    page = client_of(world.chief).get(NEW, {"parent": "every-patient", "title": "Less waiting"})
    initial = page.context["form"].initial
    assert (initial["title"], initial["domain"], initial["sponsor"]) == (
        "Less waiting",
        "access",
        "chief-operating-officer",
    )


def test_a_domain_without_an_objective_names_what_the_library_measures_there(world: World, planned: Planned) -> None:
    a_domain("workforce")
    said = text_of(client_of(world.lead).get(NEW))
    assert "No objective stands in “Workforce” yet. The library measures there, among others:" in said


def test_it_is_written_by_who_chairs_a_unit(world: World, planned: Planned) -> None:
    assert client_of(world.viewer).get(NEW).status_code == 403
    assert client_of(world.stranger).get(NEW).status_code == 404
    assert client_of(world.neighbour).post(NEW, written()).status_code == 422
    for user, status in ((world.viewer, 403), (world.neighbour, 404), (world.lead, 200)):
        for page in ("edit/", "serves/", "measures/", "contributors/", "arrows/", "retire/"):
            assert client_of(user).get(path(page)).status_code == status, page


def test_each_field_is_edited(world: World, planned: Planned) -> None:
    lead = client_of(world.lead)
    page = lead.get(path("edit/"))
    initial = page.context["form"].initial
    sent = {**initial, "title": "Out within four hours", "perspective": "customer", "owner": "head-of-discharge"}
    assert lead.post(path("edit/"), sent)["Location"] == path()
    planned.four_hours.refresh_from_db()
    changed = planned.four_hours
    assert (changed.title, changed.perspective, changed.owner) == ("Out within four hours", "customer", world.doer_post)
    change = PlanChange.objects.get(verb="change_objective")
    assert set(change.after) == {"title", "perspective", "owner"}


def test_two_who_edit_one_objective_do_not_undo_each_other_unseen(world: World, planned: Planned) -> None:
    lead = client_of(world.lead)
    page = lead.get(path("edit/"))
    sent = {**page.context["form"].initial, "read": page.context["read"]}
    lead.post(path("edit/"), {**sent, "owner": "head-of-discharge"})
    late = lead.post(path("edit/"), {**sent, "title": "Out within four hours"})
    assert late.status_code == 409
    assert "It says now:" in text_of(late)
    assert "Owner: Head of discharge" in text_of(late)
    again = {**sent, "owner": "head-of-discharge", "title": "Out within four hours", "read": late.context["read"]}
    assert lead.post(path("edit/"), again).status_code == 302
    planned.four_hours.refresh_from_db()
    assert (planned.four_hours.title, planned.four_hours.owner) == ("Out within four hours", world.doer_post)


def test_the_page_after_a_save_says_what_the_check_says(world: World, planned: Planned) -> None:
    lead = client_of(world.lead)
    initial = lead.get(path("edit/")).context["form"].initial
    answer = lead.post(path("edit/"), {**initial, "title": "Implement new software"}, follow=True)
    assert "“Implement new software” is a task" in text_of(answer)


def test_a_closed_plan_is_read_and_not_written(world: World, planned: Planned) -> None:
    Plan.objects.update(stage="closed")
    lead = client_of(world.lead)
    said = text_of(lead.get(path()))
    assert "Its plan is closed: it is kept as it was." in said
    assert "Edit the objective" not in said
    for page in ("edit/", "measures/", "retire/"):
        assert lead.get(path(page)).status_code == 409


def test_it_is_retired_after_it_is_said_what_hangs_on_it(world: World, planned: Planned) -> None:
    below = an_objective("beds", world.north, world.lead_post, rank=9)
    below.parent_links.create(parent=planned.four_hours)
    lead = client_of(world.lead)
    asked = text_of(lead.get(path("retire/")))
    assert "1 objective serves it." in asked
    assert "These would serve nothing above them any more: “Beds”." in asked
    assert lead.post(path("retire/"))["Location"] == path()
    planned.four_hours.refresh_from_db()
    assert planned.four_hours.retired_on is not None
    said = text_of(lead.get(path()))
    assert "what it was is kept" in said
    assert "Edit the objective" not in said
    assert lead.get(path("edit/")).status_code == 404


def test_a_retired_parent_is_no_parent(world: World, planned: Planned) -> None:
    retire_objective(objective=planned.enterprise, by=world.chief)
    said = text_of(client_of(world.lead).get(path()))
    assert "Every patient" not in said


def test_a_measure_of_no_figures_is_named_without_a_link(world: World, planned: Planned) -> None:
    planned.four_hours.measures.create(measure=a_measure("quiet"), role="lead", position=5)
    page = client_of(world.lead).get(path())
    assert "No figures of it for North yet." in text_of(page)
    assert "/u/north/measures/quiet/" not in page.content.decode()
