import pytest

from tests.factories import TODAY, an_objective
from tests.worlds import World
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.strategy.actions import (
    change_objective,
    declare_hours,
    draw_arrow,
    draw_driver,
    put_on_stop_list,
    rank_objectives,
    retire_objective,
    rub_out_driver,
    rule_precedence,
    serve,
    stop_serving,
    take_off_stop_list,
    withdraw_precedence,
)
from wellrun.strategy.models import DriverNode, Objective, ObjectiveParent, Plan, PlanChange, Precedence, Stopped


@pytest.fixture
def three(world: World) -> list[Objective]:
    return [an_objective(key, world.system, world.chief_post, rank=n) for n, key in enumerate("abc", start=1)]


def test_the_order_is_strict_and_whole(world: World, three: list[Objective]) -> None:
    a, b, c = three
    rank_objectives(plan=a.plan, order=[c, a, b], by=world.chief)
    assert list(Objective.objects.order_by("rank").values_list("key", "rank")) == [("c", 1), ("a", 2), ("b", 3)]
    assert PlanChange.objects.get().after == {"order": ["c", "a", "b"]}
    for order in ([c, a], [c, a, a]):
        with pytest.raises(UserError) as refusal:
            rank_objectives(plan=a.plan, order=order, by=world.chief)
        assert refusal.value.code == "order_incomplete"


def test_an_order_put_together_from_another_one_is_refused(world: World, three: list[Objective]) -> None:
    a, b, c = three
    rank_objectives(plan=a.plan, order=[c, a, b], read=["a", "b", "c"], by=world.chief)
    with pytest.raises(UserError) as refusal:
        rank_objectives(plan=a.plan, order=[b, a, c], read=["a", "b", "c"], by=world.chief)
    assert refusal.value.code == "order_changed"
    assert list(Objective.objects.order_by("rank").values_list("key", flat=True)) == ["c", "a", "b"]


def test_the_same_order_again_is_no_change(world: World, three: list[Objective]) -> None:
    rank_objectives(plan=three[0].plan, order=three, by=world.chief)
    assert not PlanChange.objects.exists()


def test_they_do_not_serve_one_another_in_a_circle(world: World, three: list[Objective]) -> None:
    a, b, c = three
    serve(child=b, parent=a, amount=70, by=world.chief)
    serve(child=c, parent=b, share=0.5, by=world.chief)
    with pytest.raises(UserError) as refusal:
        serve(child=a, parent=c, by=world.chief)
    assert refusal.value.code == "serves_in_a_circle"
    stop_serving(child=c, parent=b, by=world.chief)
    assert serve(child=a, parent=c, by=world.chief).parent == c


@pytest.mark.parametrize("said", [{"amount": 1, "share": 0.1}, {"amount": -1}, {"share": 1.2}])
def test_a_contribution_is_an_amount_or_a_share(world: World, three: list[Objective], said: dict[str, float]) -> None:
    with pytest.raises(UserError) as refusal:
        serve(child=three[1], parent=three[0], **said, by=world.chief)
    assert refusal.value.code == "contribution_unclear"


def test_a_contribution_said_again_is_changed(world: World, three: list[Objective]) -> None:
    serve(child=three[1], parent=three[0], amount=70, by=world.chief)
    serve(child=three[1], parent=three[0], amount=60, by=world.chief)
    serve(child=three[1], parent=three[0], amount=60, by=world.chief)
    assert ObjectiveParent.objects.get().amount == 60
    assert PlanChange.objects.count() == 2


def test_the_later_ruling_holds(world: World, three: list[Objective]) -> None:
    a, b, _c = three
    rule_precedence(winner=a, loser=b, because="Safety first", by=world.chief)
    rule_precedence(winner=b, loser=a, because="The money ran out", by=world.chief)
    ruled = Precedence.objects.get()
    assert (ruled.winner, ruled.loser, ruled.because) == (b, a, "The money ran out")


def test_choices_need_their_reason(world: World, three: list[Objective]) -> None:
    a, b, _c = three
    with pytest.raises(UserError) as refusal:
        rule_precedence(winner=a, loser=b, because=" ", by=world.chief)
    assert refusal.value.code == "reason_needed"
    with pytest.raises(UserError) as refusal:
        put_on_stop_list(
            plan=a.plan, key="k", title="Pilot", because="", post=world.chief_post, from_date=TODAY, by=world.chief
        )
    assert refusal.value.code == "reason_needed"


def test_a_post_declares_its_own_hours(world: World, three: list[Objective]) -> None:
    plan = three[0].plan
    assert declare_hours(plan=plan, post=world.doer_post, hours_a_week=6, by=world.doer).hours_a_week == 6
    assert declare_hours(plan=plan, post=world.doer_post, hours_a_week=4, by=world.lead).hours_a_week == 4
    for stranger in (world.neighbour, world.viewer):
        with pytest.raises((NotFound, Refused)):
            declare_hours(plan=plan, post=world.doer_post, hours_a_week=40, by=stranger)
    with pytest.raises(UserError) as refusal:
        declare_hours(plan=plan, post=world.doer_post, hours_a_week=float("nan"), by=world.doer)
    assert refusal.value.code == "hours_out_of_range"


def test_an_objective_is_changed_by_who_chairs_its_unit_and_the_change_is_kept(
    world: World, three: list[Objective]
) -> None:
    a = three[0]
    change_objective(objective=a, title="Away by noon", owner=None, by=world.chief)
    change_objective(objective=a, title="Away by noon", by=world.chief)
    change = PlanChange.objects.get()
    assert (change.before, change.after) == (
        {"title": "A", "owner": "chief-operating-officer"},
        {"title": "Away by noon", "owner": None},
    )
    with pytest.raises((NotFound, Refused)):
        change_objective(objective=a, title="Mine", by=world.lead)


def test_a_retired_objective_frees_its_rank(world: World, three: list[Objective]) -> None:
    retire_objective(objective=three[0], by=world.chief)
    assert an_objective("d", world.system, world.chief_post, rank=1).rank == 1


def test_an_arrow_joins_two(world: World, three: list[Objective]) -> None:
    assert draw_arrow(cause=three[0], effect=three[1], because="Beds free up", by=world.chief).effect == three[1]
    with pytest.raises(UserError):
        draw_arrow(cause=three[0], effect=three[0], by=world.chief)


def test_a_driver_diagram_hangs_together(world: World, three: list[Objective]) -> None:
    a = three[0]
    primary = draw_driver(objective=a, key="flow", kind="primary", text="Flow", by=world.chief)
    draw_driver(objective=a, key="rounds", kind="secondary", text="Early rounds", parent=primary, by=world.chief)
    for wrong in ({"kind": "primary", "parent": primary}, {"kind": "idea", "parent": None}):
        with pytest.raises(UserError) as refusal:
            draw_driver(objective=a, key="x", text="X", **wrong, by=world.chief)
        assert refusal.value.code == "driver_hangs_wrong"
    rub_out_driver(node=primary, by=world.chief)
    assert not DriverNode.objects.exists()


def test_what_is_chosen_again_alike_is_no_change_and_what_stood_before_is_kept(
    world: World, three: list[Objective]
) -> None:
    a, b, _c = three
    for because in ("Safety first", "Safety first"):
        rule_precedence(winner=a, loser=b, because=because, by=world.chief)
    rule_precedence(winner=b, loser=a, because="The money ran out", by=world.chief)
    for hours in (4, 4):
        declare_hours(plan=a.plan, post=world.doer_post, hours_a_week=hours, by=world.doer)
    said = list(PlanChange.objects.order_by("id").values_list("verb", "before"))
    assert said == [
        ("rule_precedence", {}),
        ("rule_precedence", {"winner": "a", "because": "Safety first"}),
        ("declare_hours", {}),
    ]


def test_nothing_is_chosen_in_a_closed_plan(world: World, three: list[Objective]) -> None:
    a, b, c = three
    Plan.objects.filter(pk=a.plan_id).update(stage="closed")
    closed = Plan.objects.get(pk=a.plan_id)
    one, other = Objective.objects.select_related("plan").filter(plan=closed).order_by("key")[:2]
    stopped = {"key": "k", "title": "Pilot", "because": "Room", "post": world.chief_post, "from_date": TODAY}
    for write in (
        lambda: rank_objectives(plan=closed, order=[c, b, a], by=world.chief),
        lambda: rule_precedence(winner=one, loser=other, because="Safety first", by=world.chief),
        lambda: declare_hours(plan=closed, post=world.doer_post, hours_a_week=4, by=world.doer),
        lambda: put_on_stop_list(plan=closed, **stopped, by=world.chief),
    ):
        with pytest.raises(UserError) as refusal:
            write()
        assert refusal.value.code == "plan_closed"
    assert not PlanChange.objects.exists()


def test_what_was_taken_back_already_is_not_taken_back_twice(world: World, three: list[Objective]) -> None:
    ruled = rule_precedence(winner=three[0], loser=three[1], because="It comes first", by=world.chief)
    again = Precedence.objects.get(pk=ruled.pk)
    withdraw_precedence(precedence=ruled, by=world.chief)
    plan = three[0].plan
    stopped = put_on_stop_list(
        plan=plan, key="old", title="Old", because="Why", post=world.chief_post, from_date=TODAY, by=world.chief
    )
    twice = Stopped.objects.get(pk=stopped.pk)
    take_off_stop_list(stopped=stopped, by=world.chief)
    with pytest.raises(NotFound):
        withdraw_precedence(precedence=again, by=world.chief)
    with pytest.raises(NotFound):
        take_off_stop_list(stopped=twice, by=world.chief)
    verbs = PlanChange.objects.filter(verb__in=["withdraw_precedence", "take_off_stop_list"])
    assert verbs.count() == 2
