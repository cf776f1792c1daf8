"""Every signal that bears on the plan reaches one agenda, once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.factories import a_forum, a_measure, a_post, a_series, a_unit, an_objective, at
from tests.insight.figures import month, rows, shifted, steady
from tests.jobs.plans import FALL, START, a_planned_system, agenda, come, falls
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.execution.models import Decision
from wellrun.insight.facts import SignalFacts
from wellrun.insight.models import Signal
from wellrun.jobs.agenda import raise_items
from wellrun.jobs.docket import read_docket
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.organisation.models import Unit
from wellrun.reviews.actions import DecisionSpec, close_item_with, open_review
from wellrun.reviews.models import AgendaItem, ItemSignal
from wellrun.strategy.models import ObjectiveMeasure, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Any:
    with at():
        yield


def close(item: AgendaItem) -> None:
    """Close an item in its review, with a decision."""
    open_review(review=item.review, by=SYSTEM)
    close_item_with(item=item, outcome=DecisionSpec(text="Keep course", reason="Known"), by=SYSTEM)


def test_a_signal_of_one_site_is_an_item_of_that_site_in_the_forum_that_lists_the_measure() -> None:
    planned = a_planned_system(roll_up="none")
    come(falls(0))
    (item,) = AgendaItem.objects.all()
    assert (item.kind, item.unit.key, item.scope_proposed) == ("signal", "site-0", "local")
    assert (item.review.forum, item.objective.key if item.objective else "") == (planned.forum, "access")
    assert item.review.starts_at == datetime(2025, 10, 14, 8, tzinfo=UTC)
    assert [link.signal.series.unit.key for link in item.signals.all()] == ["site-0"]


def test_the_facts_hold_what_the_four_questions_need() -> None:
    a_planned_system(roll_up="none")
    come(falls(0))
    facts = AgendaItem.objects.get().facts
    assert (facts["measure"], facts["unit_name"], facts["side"], facts["meaning"]) == (
        "seen",
        "Site 0",
        "low",
        "concern",
    )
    assert (facts["began"], facts["first_fired"], facts["period"]) == (
        month(START).isoformat(),
        month(START).isoformat(),
        month(47).isoformat(),
    )
    assert facts["rules"] == ["outside_limits"]
    assert facts["lower"] < facts["centre"] < facts["upper"]
    assert facts["run"] == 4
    assert facts["scope"] == {
        "scope": "local",
        "same": 1,
        "of": 4,
        "parent": False,
        "parent_name": "System",
        "units": [],
    }
    assert facts["role"] == {"objective": "access", "title": "Access", "role": "lag"}
    assert facts["data"]["source"] == "Made up"
    assert facts["data"]["received_at"].startswith("2025-10-14T08:00")
    assert facts["linked"] == []
    assert set(facts) == SignalFacts.__annotations__.keys() - {"later", "withdrawn", "withdrawn_why", "taken_up"}


def test_raising_again_raises_nothing_and_logs_nothing() -> None:
    a_planned_system()
    come(falls(0, 1))
    logged, items = AuditEvent.objects.count(), AgendaItem.objects.count()
    assert raise_items().items == []
    assert evaluate_and_raise(cause="import").items_raised == 0
    assert (AuditEvent.objects.count(), AgendaItem.objects.count()) == (logged, items)


def test_a_systemic_change_is_one_item_of_the_parent_with_the_units_beneath() -> None:
    planned = a_planned_system()
    come(falls(0, 1, 2))
    (item,) = AgendaItem.objects.all()
    assert (item.unit, item.scope_proposed, item.series and item.series.unit) == (
        planned.system,
        "systemic",
        planned.system,
    )
    beneath = {link.signal.series.unit.key for link in item.signals.all()}
    assert beneath == {"site-0", "site-1", "site-2", "system"}
    assert [unit["unit"] for unit in item.facts["scope"]["units"]] == ["site-0", "site-1", "site-2"]
    assert (item.facts["scope"]["same"], item.facts["scope"]["of"]) == (3, 4)
    assert item.facts["unit"] == "system"


def test_units_beneath_are_closed_with_the_item() -> None:
    a_planned_system()
    come(falls(0, 1, 2))
    close(AgendaItem.objects.get())
    come(rows("seen", "site-3", [0.5], first=48))
    assert agenda(status="open") == []
    assert ItemSignal.objects.filter(item__status="closed").count() == 4


def test_a_unit_that_joins_later_goes_beneath_the_open_item() -> None:
    a_planned_system()
    come(falls(0, 1, 2))
    come(rows("seen", "site-3", [0.4], first=47))
    (item,) = AgendaItem.objects.all()
    assert [unit["unit"] for unit in item.facts["scope"]["units"]] == ["site-0", "site-1", "site-2", "site-3"]


def test_without_a_forum_at_the_parent_a_systemic_signal_stays_with_its_unit() -> None:
    region = a_unit("region", membership="reference")
    trusts = [a_unit(f"site-{number}", parent=region) for number in range(4)]
    seen = a_measure("seen")
    for trust in trusts:
        post = a_post(f"chief-{trust.key}", trust)
        an_objective(f"access-{trust.key}", trust, post, rank=int(trust.key[-1]) + 1, roles={"lag": seen})
        a_forum(f"flow-{trust.key}", trust, post, measures=[seen])
    come(falls(0, 1, 2))
    assert agenda() == [("signal", f"site-{number}", "systemic") for number in range(3)]


def test_a_signal_on_a_measure_without_a_role_raises_nothing() -> None:
    planned = a_planned_system()
    a_measure("other")
    planned.forum.measures.add(*planned.forum.measures.model.objects.all())
    come(falls(0, measure="other"))
    assert agenda() == []


def test_a_role_in_a_plan_that_is_not_active_does_not_count() -> None:
    a_planned_system()
    Plan.objects.update(stage="closed")
    come(falls(0))
    assert agenda() == []


def test_a_role_toward_another_units_objective_does_not_count() -> None:
    planned = a_planned_system(roll_up="none")
    ObjectiveMeasure.objects.all().delete()
    own = an_objective("own", planned.sites[1], planned.post, rank=2, roles={"lag": planned.seen})
    come(falls(0))
    assert agenda() == []
    come(falls(1))
    assert agenda() == [("signal", "site-1", "local")]
    assert AgendaItem.objects.get().objective == own


def test_reference_units_and_closed_ones_raise_nothing() -> None:
    a_planned_system(roll_up="none")
    Unit.objects.filter(key="site-0").update(membership="reference")
    Unit.objects.filter(key="site-1").update(closed=month(47))
    come(falls(0, 1))
    assert agenda() == []
    assert Signal.objects.filter(status="open").count() == 2


def test_no_forum_no_item_and_the_signal_is_named() -> None:
    a_planned_system(measures=[], roll_up="none")
    raised = come(falls(0)).raised
    assert raised.items == []
    assert raised.unplaced == [Signal.objects.get(status="open").pk]


def test_an_improvement_is_raised_after_concerns() -> None:
    a_planned_system(roll_up="none")
    figures = [
        *rows("seen", "site-0", shifted(steady(0), START, -FALL)),
        *rows("seen", "site-1", shifted(steady(1), START, FALL)),
    ]
    raised = come(figures).raised
    assert [item.facts["meaning"] for item in raised.items] == ["concern", "improvement"]
    assert {item.kind for item in raised.items} == {"signal"}


def test_a_balancing_measure_that_gets_worse_is_a_breach_and_one_that_improves_is_not() -> None:
    a_planned_system(role="balancing", roll_up="none")
    figures = [
        *rows("seen", "site-0", shifted(steady(0), START, FALL)),
        *rows("seen", "site-1", shifted(steady(1), START, -FALL)),
    ]
    come(figures)
    assert agenda() == [("balancing", "site-0", "unclear"), ("signal", "site-1", "unclear")]


def test_a_later_signal_on_the_same_side_joins_the_open_item() -> None:
    a_planned_system(roll_up="none")
    come(falls(0))
    arriving = [*steady(0, n=8), *(value + FALL for value in steady(0, n=2))]
    with at(days=365):
        come(rows("seen", "site-0", arriving, first=48))
    (item,) = AgendaItem.objects.all()
    assert [link.signal.first_fired for link in item.signals.order_by("pk")] == [month(START), month(56)]
    assert item.facts["later"] == [{"first_fired": month(56).isoformat(), "rules": ["outside_limits"]}]


def test_a_later_signal_on_the_other_side_is_another_item() -> None:
    a_planned_system(roll_up="none")
    come(falls(0))
    come(rows("seen", "site-0", [0.56, 0.56], first=48))
    assert sorted(item.facts["side"] for item in AgendaItem.objects.all()) == ["high", "low"]


def test_a_closed_item_does_not_return_without_a_new_signal() -> None:
    a_planned_system(roll_up="none")
    come(falls(0))
    close(AgendaItem.objects.get())
    with at(days=365):
        come(rows("seen", "site-0", [value + FALL for value in steady(0, n=3)], first=48))
    assert agenda(status="open") == []


def test_a_closed_item_does_not_return_because_a_correction_moves_the_same_signal() -> None:
    a_planned_system(roll_up="none")
    come(falls(0))
    close(AgendaItem.objects.get())
    come(rows("seen", "site-0", [0.44], first=START - 1))
    assert Signal.objects.filter(status="open", first_fired=month(START - 1)).exists()
    assert agenda(status="open") == []


def test_a_new_signal_in_new_figures_raises_a_new_item_after_the_old_one_closed() -> None:
    a_planned_system(roll_up="none")
    come(falls(0))
    close(AgendaItem.objects.get())
    arriving = [*steady(0, n=8), *(value + FALL for value in steady(0, n=2))]
    with at(days=365):
        come(rows("seen", "site-0", arriving, first=48))
    # The siblings have sent no figure of those months, so nobody can say whether it is local.
    assert agenda(status="open") == [("signal", "site-0", "unclear")]
    assert Decision.objects.count() == 1


def test_an_item_says_when_a_correction_took_its_signal_back() -> None:
    a_planned_system(roll_up="none")
    come(falls(0))
    come(falls())
    item = AgendaItem.objects.get()
    assert (item.status, item.facts["withdrawn"]) == ("open", True)
    come(falls(0))
    item.refresh_from_db()
    assert item.facts["withdrawn"] is False


def test_an_open_item_follows_the_scope_of_its_signal() -> None:
    a_planned_system(of := 5, roll_up="none")
    come(falls(0, of=of))
    assert agenda() == [("signal", "site-0", "local")]
    come(falls(0, 1, of=of))
    assert AgendaItem.objects.get(unit__key="site-0").scope_proposed == "unclear"
    assert AgendaItem.objects.get(unit__key="site-0").facts["scope"]["same"] == 2


def test_linked_measures_that_moved_are_named() -> None:
    planned = a_planned_system(roll_up="none")
    occupancy = a_measure("occupancy", direction="down", roll_up="none")
    ObjectiveMeasure.objects.create(
        objective=ObjectiveMeasure.objects.get().objective, measure=occupancy, role="balancing", position=1
    )
    still = a_measure("still", roll_up="none")
    ObjectiveMeasure.objects.create(
        objective=ObjectiveMeasure.objects.first().objective, measure=still, role="lead", position=2
    )
    a_series(planned.sites[0], still)
    come([*rows("occupancy", "site-0", shifted(steady(1), START, 0.05)), *falls(0)])
    facts = AgendaItem.objects.get(facts__measure="seen").facts
    (linked,) = facts["linked"]
    assert (linked["measure"], linked["role"], linked["change"]) == ("occupancy", "balancing", "worsening")


def test_a_restricted_forum_is_a_room_like_any_other() -> None:
    planned = a_planned_system(restricted=True, roll_up="none")
    come(falls(0))
    assert AgendaItem.objects.get().review.forum == planned.forum


def test_raising_asks_a_fixed_number_of_statements_before_it_writes(django_assert_num_queries: Any) -> None:
    a_planned_system(6, roll_up="none", measures=[])
    come(falls(0, of=6))
    with django_assert_num_queries(18):
        read_docket().waiting()
    come(falls(0, 1, 2, 3, 4, of=6))
    with django_assert_num_queries(18):
        assert len(read_docket().waiting()[0]) == 5


def test_a_change_of_every_ward_of_every_site_is_one_item_of_the_system() -> None:
    planned = a_planned_system(3)
    figures = []
    for number, site in enumerate(planned.sites):
        for ward in range(4):
            unit = a_unit(f"{site.key}-ward-{ward}", parent=site, kind="ward")
            figures += rows("seen", unit.key, shifted(steady(number + ward), START, FALL))
    come(figures)
    (item,) = AgendaItem.objects.all()
    assert (item.unit, item.scope_proposed) == (planned.system, "systemic")
    assert item.signals.count() == 3 * 4 + 3 + 1
    assert len(item.facts["scope"]["units"]) == 3 * 4 + 3
    assert evaluate_and_raise(cause="import").items_raised == 0
    item.refresh_from_db()
    assert item.scope_proposed == "systemic"
    assert not AuditEvent.objects.filter(verb="refresh_item").exists()
