"""The cascade: from the enterprise down to an action with the arithmetic, and what a unit contributes to above it."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from tests.factories import a_forum, a_measure, a_review, a_series, a_unit, a_user, an_item, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.execution.models import Action, Initiative
from wellrun.measures.actions import set_target
from wellrun.measures.models import Series
from wellrun.organisation.models import Unit
from wellrun.reviews.actions import ActionSpec, close_item_with
from wellrun.strategy.models import Contributor, Objective

PARTS = (70, 30, 10, 20)
OCTOBER = "2025-10-01T08:00Z"


def cascade(user: Any, unit: str = "system") -> Any:
    return client_of(user).get(f"/u/{unit}/strategy/cascade/")


def an_aim(world: World, key: str = "beds", *, baseline: float = 400, value: float = 270, **version: Any) -> Objective:
    """An objective of the system whose result is to go from 400 to 270 beds: a gap of 130."""
    words: dict[str, Any] = {"scoring": "count", "display_unit": "beds", "multiplier": 1, "decimals": 0}
    measure = a_measure(key, **words | {"direction": "down"} | version)
    set_target(series=a_series(world.system, measure), value=value, baseline=baseline, by=SYSTEM)
    return an_objective(f"fewer-{key}", world.system, world.chief_post, roles={"lag": measure})


def below(world: World, parent: Objective, key: str, unit: Unit | None = None, **part: float) -> Objective:
    """An objective that serves it and takes on an amount, a share or nothing that it says."""
    one = an_objective(key, unit or world.north, world.lead_post, rank=50 + Objective.objects.count())
    Objective.objects.filter(pk=one.pk).update(level="site", rank=None)
    one.parent_links.create(parent=parent, **part)
    return one


def an_initiative(world: World, objective: Objective, key: str = "crew", **fields: Any) -> Initiative:
    words = {"title": "Second crew", "status": "active", "starts": date(2025, 9, 16), "ends": date(2025, 12, 9)}
    own: dict[str, Any] = {"key": key, "objective": objective, "owner": world.lead_post, "created_at": OCTOBER}
    return Initiative.objects.create(**own, **words | fields)


def an_action(world: World, number: int = 1, **fields: Any) -> Action:
    own: dict[str, Any] = {"number": number, "title": f"Hold call {number}", "done_when": "Held", "unit": world.north}
    own |= {"post": world.doer_post, "due": date(2025, 10, 20), "created_at": OCTOBER, "last_update_at": OCTOBER}
    return Action.objects.create(**own | fields)


def test_the_parts_of_130_are_all_of_it(world: World) -> None:
    parent = an_aim(world)
    for number, amount in enumerate(PARTS):
        below(world, parent, f"part-{number}", amount=amount)
    said = text_of(cascade(world.chief))
    assert "Beds from 400 beds to 270 beds: a gap of 130 beds." in said
    assert "130 = 70 + 30 + 10 + 20: 100 %" in said
    assert "Part 0 North takes on 70 beds" in said
    assert "remaining" not in said
    assert "Of the one gap that can be added up, one is taken on in full." in said


def test_without_the_30_it_is_77_percent_and_nobody_takes_on_30(world: World) -> None:
    parent = an_aim(world)
    for number, amount in enumerate((70, 10, 20)):
        below(world, parent, f"part-{number}", amount=amount)
    below(world, parent, "silent")
    said = text_of(cascade(world.chief))
    assert "100 of 130 = 70 + 10 + 20: 77 %" in said
    assert "Nobody takes on the remaining 30 beds." in said
    assert "Silent North takes on nothing said" in said


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([{"share": 0.6}, {"share": 0.3}], "90 % = 60 % + 30 %"),
        ([{"share": 0.6}, {"share": 0.3}], "Nobody takes on the remaining 10 %."),
        ([{"share": 0.5}, {"amount": 65}], "100 % = 50 % + 50 %"),
        ([{"amount": 150}], "That is 20 beds more than the gap."),
        ([{"amount": 129.9}], "129.9 of 130.0 = 129.9: 99 %"),
        ([{}], "None of those that stand below it says how much of the gap it takes on."),
    ],
)
def test_shares_more_than_the_gap_and_silence_are_said_in_words(
    world: World, parts: list[dict[str, Any]], said: str
) -> None:
    parent = an_aim(world)
    for number, part in enumerate(parts):
        below(world, parent, f"part-{number}", **part)
    assert said in text_of(cascade(world.chief))


def test_a_gap_of_percents_is_in_points(world: World) -> None:
    parent = an_aim(
        world, "seen", baseline=0.7, value=0.76, scoring="proportion", display_unit="%", multiplier=100, direction="up"
    )
    below(world, parent, "part", amount=0.03)
    said = text_of(cascade(world.chief))
    assert "a gap of 6 percentage points." in said
    assert "Part North takes on 3 percentage points" in said


def test_an_amount_is_in_the_unit_of_the_result_where_its_gap_is_not_known(world: World) -> None:
    shares = {"scoring": "proportion", "display_unit": "%", "multiplier": 100}
    parent = an_objective("seen", world.system, world.chief_post, roles={"lag": a_measure("seen", **shares)})
    below(world, parent, "part", amount=0.02)
    assert "Part North takes on 2.0 percentage points" in text_of(cascade(world.chief))
    assert "“Part” takes on 2.0 percentage points." in text_of(cascade(world.lead, "north"))


def test_of_two_results_an_amount_is_in_the_unit_of_the_one_that_has_the_gap(world: World) -> None:
    parent = an_aim(world)
    role = parent.measures.get()
    parent.measures.update(position=1)
    shares = a_measure("seen", scoring="proportion", display_unit="%", multiplier=100)
    parent.measures.create(measure=shares, role="lag", position=0)
    child = below(world, parent, "part", amount=70)
    said = "takes on 70 beds"
    assert f"Part North {said}" in text_of(cascade(world.chief))
    assert f"“Part” {said}." in text_of(cascade(world.lead, "north"))
    card = client_of(world.chief).get(f"/plans/{parent.plan.key}/objectives/{child.key}/")
    assert f"This {said}" in text_of(card)
    assert role.measure != shares


def test_a_band_that_is_kept_already_leaves_no_gap(world: World) -> None:
    parent = an_objective("margin", world.system, world.chief_post, roles={"lag": a_measure("ratio")})
    ratio = a_series(world.system, parent.measures.get().measure)
    set_target(series=ratio, low=0.85, high=0.89, baseline=0.86, by=SYSTEM)
    below(world, parent, "part", amount=0.1)
    said = text_of(cascade(world.chief))
    assert (
        "Ratio was at 86.0 % already, with 85.0 % to 89.0 % as its aim: no gap. So there is nothing to take on." in said
    )
    set_target(series=ratio, low=0.85, high=0.89, baseline=0.8, by=SYSTEM)
    assert "from 80.0 % to between 85.0 % and 89.0 %: a gap of 5.0 percentage points." in text_of(cascade(world.chief))


def test_a_baseline_better_than_the_aim_leaves_no_gap(world: World) -> None:
    an_aim(world, baseline=200)
    said = text_of(cascade(world.chief))
    assert "Beds was at 200 beds already, with 270 beds as its aim: no gap." in said


def test_without_an_aim_amounts_are_not_added_up(world: World) -> None:
    parent = an_objective("every-patient", world.system, world.chief_post)
    below(world, parent, "part", amount=5)
    assert "This cannot be added up: no result of it has an aim with a baseline." in text_of(cascade(world.chief))


def test_an_objective_that_serves_two_stands_under_both_and_is_told_in_full_once(world: World) -> None:
    first, second = an_aim(world), an_objective("second", world.system, world.chief_post, rank=2)
    shared = below(world, first, "shared", amount=70)
    shared.parent_links.create(parent=second, share=0.4)
    below(world, shared, "ward-part", share=1)
    content = cascade(world.chief).content.decode()
    said = text_of(cascade(world.chief))
    assert "Shared North takes on 70 beds Also serves “Second”." in said
    assert "Shared North takes on 40 % of the gap Also serves “Fewer beds”. Told in full where it" in said
    assert content.count("<b>Ward part</b>") == 1
    assert 'href="#shared"' in content
    assert 'id="shared"' in content


def test_objectives_in_a_circle_end_somewhere(world: World) -> None:
    one, other = below_in_circle(world)
    said = text_of(cascade(world.chief))
    assert one.title in said
    assert other.title in said
    assert "Below no objective" not in said
    assert "Objectives of the units below" in said


def below_in_circle(world: World) -> tuple[Objective, Objective]:
    one = an_objective("one", world.north, world.lead_post, rank=2)
    other = an_objective("other", world.north, world.lead_post, rank=3)
    one.parent_links.create(parent=other)
    other.parent_links.create(parent=one)
    return one, other


def test_what_serves_nothing_stands_apart(world: World) -> None:
    an_aim(world)
    an_objective("alone", world.north, world.lead_post, rank=9)
    said = text_of(cascade(world.chief))
    assert "Below no objective of System Rank 9 Alone North" in said


def test_initiatives_and_open_actions_hang_below_their_objective(world: World) -> None:
    part = below(world, an_aim(world), "part", amount=130)
    crew = an_initiative(world, part)
    of_crew = an_action(world, initiative=crew)
    own = an_action(world, 2, objective=part, due=date(2025, 10, 1))
    an_action(world, 3, objective=part, status="cancelled", title="Given up")
    answer = cascade(world.chief)
    said, content = text_of(answer), answer.content.decode()
    assert "Second crew, week 5 of 12 North director Hold call 1 Head of discharge, due Mon 20 Oct" in said
    assert "Hold call 2 Head of discharge, was due Wed 1 Oct overdue" in said
    assert "Given up" not in said
    for one in (of_crew, own):
        assert f'href="/actions/{one.pk}/"' in content
    assert 'href="/initiatives/crew/"' in content
    assert 'href="/plans/plan-2025/objectives/part/"' in content


def test_what_an_initiative_asks_for_stands_under_its_objective_once_it_is_over(world: World) -> None:
    part = below(world, an_aim(world), "part", amount=130)
    over = an_initiative(world, part, status="finished")
    an_action(world, objective=part, initiative=over)
    said = text_of(cascade(world.chief))
    assert "Second crew" not in said
    assert "Hold call 1" in said


def test_children_outside_are_not_shown_and_the_sum_says_that_it_is_not_whole(world: World) -> None:
    parent = below(world, an_aim(world), "north-part", amount=130)
    set_target(series=a_series(world.north, a_measure("stays")), value=0, baseline=10, by=SYSTEM)
    parent.measures.create(measure=Series.objects.get(measure__key="stays").measure, role="lag")
    below(world, parent, "near", amount=4)
    below(world, parent, "far", world.south, amount=6)
    said = text_of(cascade(world.viewer, "north"))
    assert "Near" in said
    assert "Far" not in said
    assert "Objectives outside your units serve it too; what they take on is not counted here." in said
    assert "remaining" not in said
    assert cascade(world.viewer, "system").status_code == 404


def test_what_a_restricted_forum_keeps_to_itself_does_not_stand_here(world: World) -> None:
    part = below(world, an_aim(world), "part", amount=130)
    secret = a_forum("secret", world.north, world.lead_post, restricted=True, members=[world.lead])
    spec = ActionSpec(title="Hold it", done_when="Held", post=world.doer_post, due=date(2025, 10, 20))
    agreed = close_item_with(item=an_item(a_review(secret)), outcome=spec, by=world.lead).action
    assert agreed is not None
    Action.objects.filter(pk=agreed.pk).update(objective=part)
    assert "Hold it" in text_of(cascade(world.lead, "north"))
    assert "Hold it" not in text_of(cascade(world.viewer, "north"))


def test_a_unit_with_objectives_sees_what_they_serve_up_to_the_enterprise(world: World) -> None:
    site = below(world, an_aim(world), "site-part", amount=130)
    ward = a_unit("ward", parent=world.north, kind="ward", name="Ward 4")
    below(world, site, "ward-part", ward, share=0.25)
    said = text_of(cascade(a_user("nurse", (ward, "viewer")), "ward"))
    assert "What Ward 4 contributes to Site part “Ward part” takes on 25 % of the gap." in said
    assert "Fewer beds By way of “Site part”." in said
    assert "400 beds" not in said
    assert "What North contributes to Fewer beds “Site part” takes on 130 beds." in text_of(
        cascade(world.viewer, "north")
    )


def test_a_unit_without_objectives_sees_its_hand_offs_and_the_figures_that_count(world: World) -> None:
    parent = an_aim(world)
    ward = a_unit("ward", parent=world.north, kind="ward", name="Ward 4")
    beds = Series.objects.get(measure__key="beds").measure
    a_series(ward, beds)
    Contributor.objects.create(objective=parent, team="Ward team", unit=ward, handoff_measure=a_measure("calls"))
    second = an_objective("second", world.system, world.chief_post, rank=2)
    Contributor.objects.create(objective=second, team="Ward team", unit=ward)
    answer = cascade(a_user("nurse", (ward, "viewer")), "ward")
    said = text_of(answer)
    assert "Fewer beds Owns a hand-off (Ward team): Calls. Its own figures that count toward it: Beds" in said
    assert "Second Named as taking part (Ward team); no hand-off measure agreed." in said
    assert 'href="/u/ward/measures/beds/"' in answer.content.decode()
    assert "/u/system/" not in answer.content.decode()
    assert "contributes to" not in text_of(cascade(world.chief))


def test_without_a_plan_the_page_teaches_the_next_step(world: World) -> None:
    assert "No plan is active." in text_of(cascade(world.viewer, "north"))


def test_the_file_has_a_row_for_each_place_and_what_is_done_there(world: World) -> None:
    first, second = an_aim(world), an_objective("second", world.system, world.chief_post, rank=2)
    part = below(world, first, "part", amount=70)
    part.parent_links.create(parent=second, share=0.5)
    an_action(world, initiative=an_initiative(world, part))
    answer = client_of(world.chief).get("/u/system/strategy/cascade.csv")
    found = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["kind"], row["key"], row["parent"]) for row in found] == [
        ("objective", "fewer-beds", ""),
        ("objective", "second", ""),
        ("objective", "part", "fewer-beds"),
        ("objective", "part", "second"),
        ("initiative", "crew", "part"),
        ("action", "1", "crew"),
    ]
    assert [float(found[0][name]) for name in ("baseline", "aim", "gap")] == [400, 270, 130]
    assert (float(found[2]["amount"]), float(found[3]["share"])) == (70, 0.5)
    assert "cascade-system-2025-10-14.csv" in answer["Content-Disposition"]


def test_a_large_tree_opens_two_levels_and_all_on_request(world: World) -> None:
    site = below(world, an_aim(world), "site-part", amount=130)
    for number in range(80):
        below(world, below(world, site, f"line-{number}"), f"team-{number}")
    content = cascade(world.chief).content.decode()
    assert content.count("<details open>") == 2
    every = client_of(world.chief).get("/u/system/strategy/cascade/?all").content.decode()
    assert every.count("<details open>") == 162


def test_the_page_costs_the_same_for_any_number_of_objectives(world: World, django_assert_max_num_queries: Any) -> None:
    parent = an_aim(world)
    site = below(world, parent, "site-part", amount=130)
    ward = a_unit("ward", parent=world.north)
    clients = {"system": client_of(world.chief), "north": client_of(world.viewer), "ward": client_of(world.viewer)}
    for number in range(2):
        team = below(world, site, f"team-{number}", ward, share=0.5)
        team.parent_links.create(parent=parent)
        an_action(world, number + 1, initiative=an_initiative(world, team, key=f"crew-{number}"))
    for unit, client in clients.items():
        client.get(f"/u/{unit}/strategy/cascade/")
        with django_assert_max_num_queries(20):
            client.get(f"/u/{unit}/strategy/cascade/")
    for number in range(2, 9):
        team = below(world, site, f"team-{number}", ward, share=0.1)
        an_action(world, number + 1, initiative=an_initiative(world, team, key=f"crew-{number}"))
    for unit, client in clients.items():
        with django_assert_max_num_queries(20):
            client.get(f"/u/{unit}/strategy/cascade/")
