"""A whole site is loaded through the rooms' verbs, once, and what is true in its figures reaches the agendas."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import Model

from tests.factories import NOW, at
from tests.shared_data import ENGLAND, needs_shared
from wellrun.accounts.models import User
from wellrun.audit.models import AuditEvent
from wellrun.audit.queries import first_broken_event
from wellrun.check.models import Waiver
from wellrun.demo.generate.write import generate
from wellrun.demo.open import open_site
from wellrun.demo.site import UnitSpec
from wellrun.execution.models import Action, Initiative
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.plan_code import differences
from wellrun.jobs.site import Loaded, load_site
from wellrun.jobs.site.places import parents_first
from wellrun.jobs.site.plan import document_of
from wellrun.lib.errors import UserError
from wellrun.measures.models import Feed, Measure, Observation, Phase, Receipt, Series, Target
from wellrun.organisation.models import Holding, Post, SiteSetting, Unit
from wellrun.organisation.queries import enterprise
from wellrun.reviews.models import AgendaItem, Forum, ForumMember, Review
from wellrun.strategy.models import Catchball, Contributor, Objective, ObjectiveMeasure, Plan

RECORDS: tuple[type[Model], ...] = (
    AgendaItem,
    AuditEvent,
    Contributor,
    Feed,
    Forum,
    ForumMember,
    Holding,
    Initiative,
    Action,
    Measure,
    Objective,
    ObjectiveMeasure,
    Observation,
    Phase,
    Plan,
    Post,
    Receipt,
    Review,
    Series,
    SeriesState,
    Signal,
    Target,
    Unit,
    User,
    Waiver,
)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the generated system."""
    folder = tmp_path_factory.mktemp("generated")
    generate(folder)
    return folder


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Iterator[None]:
    with at():
        yield


def load(folder: Path) -> Loaded:
    site, files = open_site(folder)
    return load_site(site=site, folder=folder, files=files, demo=site.key, password="lake-water-bridge")


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in RECORDS}


@pytest.mark.integration
@pytest.mark.django_db
def test_the_generated_system_is_loaded_once_and_what_was_planted_reaches_the_agendas(generated: Path) -> None:
    load(generated)
    _everything_is_there(generated)
    _planted_truth_is_on_an_agenda(generated)
    before = counts()
    again = load(generated)
    assert counts() == before
    assert (again.ingested, again.evaluated.series_evaluated, again.evaluated.items_raised) == ((), 0, 0)
    assert first_broken_event() is None
    assert differences(document_of(open_site(generated)[0])) == []


def _everything_is_there(folder: Path) -> None:
    site, _files = open_site(folder)
    here = SiteSetting.objects.get()
    assert (here.name, here.time_zone, here.demo) == (site.name, site.time_zone, site.key)
    top = enterprise()
    assert top is not None
    assert top.key == site.enterprise
    for model, specs in (
        (Unit, site.units),
        (Post, site.posts),
        (User, site.sign_ins),
        (Measure, site.measures),
        (Feed, site.feeds),
        (Forum, site.forums),
        (Waiver, site.plan.waivers),
        (Initiative, site.plan.initiatives),
        (Action, site.plan.actions),
    ):
        assert model._default_manager.count() == len(specs), model.__name__
    assert Objective.objects.filter(plan__key=site.plan.key).count() == len(site.plan.objectives)
    if site.consultation is not None and site.consultation.next_cycle is not None:
        following = site.consultation.next_cycle
        assert Plan.objects.get(key=following.key).stage == Plan.Stage.CONSULTATION
        assert Catchball.objects.filter(plan__key=following.key).count() == len(following.exchanges)
    assert Target.objects.count() >= len(site.targets)
    shown = {spec.username for spec in site.sign_ins if spec.shown}
    assert set(User.objects.exclude(about="").values_list("username", flat=True)) == shown
    assert all(user.has_usable_password() for user in User.objects.all())
    assert not Series.objects.filter(state__isnull=True).exists()
    coming = Review.objects.filter(forum__retired_on__isnull=True).values("forum").distinct()
    assert coming.count() == Forum.objects.count()


def _planted_truth_is_on_an_agenda(folder: Path) -> None:
    truth = json.loads((folder / "truth.json").read_text())
    recent = [shift for shift in truth["shifts"] if shift["direction"] == "worse"]
    assert len(recent) >= 4
    for shift in recent:
        items = AgendaItem.objects.filter(signals__signal__series__measure__key=shift["measure"])
        hit = items.filter(signals__signal__series__unit__key__in=shift["units"]).distinct()
        assert hit.exists(), shift["name"]
    (everywhere,) = [shift for shift in recent if shift["scope"] == "systemic"]
    (item,) = AgendaItem.objects.filter(
        facts__measure=everywhere["measure"], facts__side="high", scope_proposed="systemic"
    )
    assert item.unit == enterprise()
    beneath = {unit["unit"] for unit in item.facts["scope"]["units"]}
    assert len(beneath & set(everywhere["units"])) >= len(everywhere["units"]) * 0.9
    local = next(shift for shift in recent if shift["scope"] == "local" and len(shift["units"]) == 1)
    assert (
        AgendaItem.objects.get(facts__measure=local["measure"], unit__key=local["units"][0]).scope_proposed == "local"
    )
    assert AgendaItem.objects.filter(kind="stalled").exists()


@pytest.mark.integration
@pytest.mark.shared
@needs_shared
@pytest.mark.django_db
def test_england_is_loaded_with_greater_manchester_as_members_and_the_rest_as_reference() -> None:
    loaded = load(ENGLAND)
    assert loaded.ingested[0].receipt.rows_read == 89_905
    items = AgendaItem.objects.select_related("unit")
    assert {item.unit.membership for item in items} == {"member"}
    assert not items.filter(unit__closed__isnull=False).exists()
    roles = set(ObjectiveMeasure.objects.values_list("measure__key", flat=True))
    assert set(items.filter(series__isnull=False).values_list("series__measure__key", flat=True)) <= roles
    per_forum = items.filter(kind="long_standing").values_list("review__forum", flat=True)
    assert len(per_forum) == len(set(per_forum)) > 0
    for item in items.filter(kind="long_standing"):
        assert item.signals.count() == len(item.facts["signals"])
    assert items.filter(review__forum__key="weekly-flow", review__starts_at=NOW).count() >= 3
    assert not AgendaItem.objects.filter(signals__signal__series__unit__membership="reference").exists()
    _stockport_is_above_its_usual_level_for_fifteen_months()


def _stockport_is_above_its_usual_level_for_fifteen_months() -> None:
    """The example of the drawings, from the real figures."""
    state = SeriesState.objects.get(
        series__unit__key="RWJ", series__measure__key="no_criteria_to_reside_per_occupied_bed"
    )
    assert (state.change, state.run_side, state.run_length) == ("worsening", "high", 15)
    assert (state.run_start and state.run_start.isoformat(), state.last_period and state.last_period.isoformat()) == (
        "2024-06-01",
        "2025-08-01",
    )
    assert round(100 * (state.value or 0), 1) == 23.4


def test_units_come_after_what_they_belong_to() -> None:
    specs = [UnitSpec("c", "C", "ward", "b"), UnitSpec("b", "B", "site", "a"), UnitSpec("a", "A", "system")]
    assert [spec.key for spec in parents_first(specs)] == ["a", "b", "c"]


def test_units_in_a_ring_are_refused() -> None:
    with pytest.raises(UserError) as refusal:
        parents_first([UnitSpec("a", "A", "site", "b"), UnitSpec("b", "B", "site", "a")])
    assert refusal.value.code == "units_in_a_ring"
