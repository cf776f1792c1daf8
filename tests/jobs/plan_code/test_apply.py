"""A plan file is applied whole or not at all; what it changes is on record, and nothing is undone unseen."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import a_post, a_unit, a_user, at
from tests.insight.figures import arrive, rows, shifted, steady
from tests.jobs.plan_code.worlds import an_empty_site, applied, text_of
from tests.plans.generated import generated_plan
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.audit.queries import first_broken_event
from wellrun.check.models import Waiver
from wellrun.execution.models import Initiative, InitiativeUpdate
from wellrun.jobs.plan_code import Applied, add_missing, apply_plan, differences, export_plan
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.measures.models import Measure, Target
from wellrun.organisation.models import Post
from wellrun.organisation.queries import unit_called
from wellrun.plans import specs
from wellrun.plans.diff import Change
from wellrun.plans.document import PlanDocument
from wellrun.plans.read import plan_of
from wellrun.plans.write import write_plan
from wellrun.reviews.models import Forum
from wellrun.strategy.actions import check_in, close_quarter, take_role
from wellrun.strategy.models import (
    InfluenceLink,
    KeyResult,
    Objective,
    ObjectiveMeasure,
    Plan,
    PlanChange,
    PlanVersion,
    QuarterSlice,
)

pytestmark = pytest.mark.django_db

PLAN_START = datetime(2025, 4, 1, 9, 0)  # noqa: DTZ001 (the clock on the wall)
PLAN = PlanDocument(
    plan=specs.PlanSpec(
        key="plan-2025",
        name="Plan 2025",
        starts=date(2025, 4, 1),
        ends=date(2026, 3, 31),
        stage="draft",
        domains=(specs.DomainSpec("access", "Access"), specs.DomainSpec("safety", "Safety")),
        objectives=(
            specs.ObjectiveSpec(
                key="four-hours",
                domain="access",
                title="Seen within four hours",
                unit="system",
                level="enterprise",
                rank=1,
                owner="chief",
                measures=(specs.MeasureRole("ed_4h", "lag"), specs.MeasureRole("occupancy", "lead")),
            ),
            specs.ObjectiveSpec("no-falls", "safety", "No falls", "system", "enterprise", rank=2, owner="chief"),
        ),
        initiatives=(
            specs.InitiativeSpec("beds", "Beds first", "four-hours", "chief", date(2025, 6, 1), status="planned"),
        ),
    ),
    posts=(specs.PostSpec("chief", "Chief", "system"), specs.PostSpec("deputy", "Deputy", "system")),
    targets=(specs.TargetSpec("ed_4h", "system", value=0.78),),
    links=(
        specs.LinkSpec("one", "occupancy", "ed_4h", "-", (0, 2), "strong", "a source"),
        specs.LinkSpec("other", "agency", "occupancy", "+", (0, 2), "strong", "a source"),
    ),
)


@pytest.fixture(autouse=True)
def _site() -> Any:
    with at():
        an_empty_site()
        yield


def with_plan(**fields: Any) -> PlanDocument:
    return replace(PLAN, plan=replace(PLAN.plan, **fields))


def with_objective(number: int, **fields: Any) -> PlanDocument:
    objectives = list(PLAN.plan.objectives)
    objectives[number] = replace(objectives[number], **fields)
    return with_plan(objectives=tuple(objectives))


def told(found: Applied | list[Change]) -> list[tuple[str, str, str]]:
    listed = found.changes if isinstance(found, Applied) else found
    return [(one.kind, one.verb, one.subject) for one in listed]


def history() -> list[tuple[str, str]]:
    return list(PlanChange.objects.order_by("id").values_list("verb", "subject"))


def test_a_second_application_changes_nothing_and_leaves_no_trace() -> None:
    first = applied(PLAN)
    events, versions = AuditEvent.objects.count(), PlanVersion.objects.count()
    assert len(first.changes) == PlanChange.objects.count() > 10
    assert applied(PLAN).changes == ()
    assert (AuditEvent.objects.count(), PlanVersion.objects.count()) == (events, versions) == (events, 1)
    assert first_broken_event() is None


def test_a_change_is_in_the_history_and_in_the_log_and_both_versions_are_kept() -> None:
    applied(PLAN)
    before = len(history())
    result = applied(with_objective(0, title="Seen within two hours"))
    assert told(result) == [("objective", "changed", "four-hours")]
    assert history()[before:] == [("change_objective", "four-hours")]
    change = PlanChange.objects.order_by("-id")[0]
    assert (change.before, change.after) == ({"title": "Seen within four hours"}, {"title": "Seen within two hours"})
    assert AuditEvent.objects.filter(verb="change_objective").count() == 1
    titles = ["Seen within four hours" in version.document for version in PlanVersion.objects.order_by("number")]
    assert titles == [True, False]


def test_a_reference_that_leads_nowhere_changes_nothing() -> None:
    applied(PLAN)
    before, events = text_of(applied(PLAN)), AuditEvent.objects.count()
    broken = replace(with_objective(0, title="Another"), posts=(specs.PostSpec("chief", "Chief", "sytem"),))
    with pytest.raises(UserError, match=r"there is no unit 'sytem'; did you mean 'system'\?"):
        applied(broken)
    assert text_of(applied(PLAN)) == before
    assert AuditEvent.objects.count() == events


def test_a_refusal_half_way_takes_back_what_was_written_before() -> None:
    """The initiative is written last; that it is under way is known to its room only."""
    applied(with_plan(initiatives=(replace(PLAN.plan.initiatives[0], status="active"),)))
    events = AuditEvent.objects.count()
    gone = replace(with_plan(initiatives=()), targets=(), links=())
    with pytest.raises(Conflict) as refused:
        applied(gone)
    assert refused.value.code == "initiative_has_history"
    assert AuditEvent.objects.count() == events
    assert Target.objects.filter(retired_at__isnull=True).count() == 1


def test_what_the_check_refuses_is_not_applied() -> None:
    """FOC-01 and others stand against a plan with one bare objective."""
    with pytest.raises(UserError) as refused:
        apply_plan(document=with_plan(initiatives=()), by=SYSTEM)
    assert refused.value.code == "plan_unfit"
    assert refused.value.params["problems"]
    assert not Plan.objects.exists()


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    tried = applied(PLAN, dry_run=True)
    assert not Plan.objects.exists()
    assert not Post.objects.exists()
    assert told(tried) == told(applied(PLAN))


def test_what_the_file_lacks_is_retired_and_comes_back_under_its_key() -> None:
    applied(PLAN)
    bare = with_plan(objectives=PLAN.plan.objectives[1:], initiatives=())
    assert ("objective", "removed", "four-hours") in told(applied(replace(bare, posts=PLAN.posts[:1])))
    assert Objective.objects.get(key="four-hours").retired_on is not None
    assert Post.objects.get(key="deputy").retired_on is not None
    applied(with_objective(0, measures=PLAN.plan.objectives[0].measures[:1]))
    back = Objective.objects.get(key="four-hours")
    assert back.retired_on is None
    assert list(back.measures.values_list("measure__key", flat=True)) == ["ed_4h"]
    assert Post.objects.get(key="deputy").retired_on is None


def test_a_part_that_the_file_does_not_speak_of_is_left_alone() -> None:
    applied(PLAN)
    partial = PlanDocument(plan=PLAN.plan, says=frozenset())
    assert applied(partial).changes == ()
    assert Post.objects.filter(retired_on__isnull=True).count() == 2
    assert told(applied(replace(partial, says=frozenset({"targets"})))) == [
        ("target", "removed", "ed_4h / system / total")
    ]


def test_priorities_and_links_change_places() -> None:
    applied(PLAN)
    first, second = PLAN.plan.objectives
    one, other = PLAN.links
    swapped = replace(
        with_plan(objectives=(replace(first, rank=2), replace(second, rank=1))),
        links=(replace(one, lead=other.lead, lag=other.lag), replace(other, lead=one.lead, lag=one.lag)),
    )
    applied(swapped)
    assert Objective.objects.get(key="no-falls").rank == 1
    assert InfluenceLink.objects.get(key="other").lead.key == "occupancy"
    assert InfluenceLink.objects.filter(retired_on__isnull=True).count() == 2


def test_another_order_of_measures_is_kept() -> None:
    applied(PLAN)
    turned = with_objective(0, measures=PLAN.plan.objectives[0].measures[::-1])
    assert told(applied(turned)) == [("role", "reordered", "four-hours")]
    roles = ObjectiveMeasure.objects.filter(objective__key="four-hours").order_by("position")
    assert list(roles.values_list("measure__key", flat=True)) == ["occupancy", "ed_4h"]


def test_what_others_changed_meanwhile_is_not_undone_unseen() -> None:
    result = applied(PLAN)
    assert result.plan is not None
    file = export_plan(result.plan)
    Objective.objects.filter(key="no-falls").update(title="Fewer falls")
    edited = replace(file, plan=replace(file.plan, name="Plan 2025, revised"))
    with pytest.raises(Conflict) as refused:
        applied(edited)
    assert refused.value.code == "plan_changed_meanwhile"
    assert Objective.objects.get(key="no-falls").title == "Fewer falls"
    assert told(applied(edited, over=True)) == [("plan", "changed", "plan-2025"), ("objective", "changed", "no-falls")]


def test_a_file_is_edited_and_applied_again_and_again() -> None:
    """What a file made the site say is no change by others, though the file still names its first export."""
    result = applied(PLAN)
    assert result.plan is not None
    file = export_plan(result.plan)
    for name in ("Second", "Third"):
        assert told(applied(replace(file, plan=replace(file.plan, name=name)))) == [("plan", "changed", "plan-2025")]


def test_a_new_plan_in_force_closes_the_one_before_and_says_so() -> None:
    applied(with_plan(stage="active"))
    applied(with_plan(key="plan-2026", stage="active", initiatives=()))
    assert dict(Plan.objects.values_list("key", "stage")) == {"plan-2025": "closed", "plan-2026": "active"}
    assert PlanChange.objects.filter(plan__key="plan-2025", verb="move_plan").count() == 1


def test_a_plan_in_force_is_not_drafted_again() -> None:
    applied(with_plan(stage="active"))
    with pytest.raises(Conflict, match="cannot become draft again"):
        applied(PLAN)


def test_a_prediction_is_fixed_once_the_initiative_began() -> None:
    predicted = (specs.PredictionSpec("ed_4h", "system", "up", 0.05, 28),)
    begun = replace(PLAN.plan.initiatives[0], targets=predicted, status="active")
    applied(with_plan(initiatives=(begun,)))
    with pytest.raises(Conflict) as refused:
        applied(with_plan(initiatives=(replace(begun, targets=(replace(predicted[0], change=0.01),)),)))
    assert refused.value.code == "prediction_fixed"
    applied(with_plan(initiatives=(replace(begun, status="stopped"),)))
    assert InitiativeUpdate.objects.get().kind == "stopped"
    applied(with_plan(objectives=PLAN.plan.objectives[1:], initiatives=()))
    assert Initiative.objects.get().status == "stopped"


def test_a_forum_that_goes_leaves_the_calendar_and_comes_back() -> None:
    forum = specs.ForumSpec(
        "board", "Board", "system", 4, "FREQ=WEEKLY;BYDAY=TU", PLAN_START, 30, "Europe/London", "chief", "chief"
    )
    applied(replace(PLAN, forums=(forum,)))
    applied(PLAN)
    assert Forum.objects.get(key="board").retired_on is not None
    applied(replace(PLAN, forums=(replace(forum, minutes=60),)))
    back = Forum.objects.get(key="board")
    assert (back.retired_on, back.minutes) == (None, 60)


def test_a_measure_of_the_library_is_adopted_and_one_that_means_something_else_is_refused() -> None:
    result = applied(with_objective(0, measures=(specs.MeasureRole("sepsis_bundle", "lag"),)))
    assert ("measure", "added", "sepsis_bundle") in told(result)
    assert Measure.objects.get(key="sepsis_bundle").library_id
    own = one_with_all(7)
    applied(own)
    other = replace(own, measures=tuple(replace(one, name="Something else") for one in own.measures))
    with pytest.raises(Conflict) as refused:
        applied(other)
    assert refused.value.code == "measure_defined_otherwise"


def test_an_aim_cascades_to_the_units_in_which_the_measure_is_followed() -> None:
    north = (specs.TargetSpec("ed_4h", "north", value=0.5),)
    applied(replace(PLAN, targets=north))
    cascading = replace(PLAN.targets[0], cascade=True, baseline=0.7)
    result = applied(replace(PLAN, targets=(cascading,)))
    assert {(one.series.unit.key, one.value, one.baseline) for one in Target.objects.filter(retired_at=None)} == {
        ("system", 0.78, 0.7),
        ("north", 0.78, None),
    }
    assert "cascade" not in text_of(result)


def test_what_is_missing_is_added_and_what_people_took_away_stays_away() -> None:
    add_missing(document=PLAN, by=SYSTEM)
    applied(replace(with_plan(objectives=PLAN.plan.objectives[1:], initiatives=()), links=(), targets=()))
    Waiver.objects.all().delete()
    changed = with_objective(1, title="Another title")
    assert add_missing(document=changed, by=SYSTEM).changes == ()
    more = replace(PLAN, posts=(*PLAN.posts, specs.PostSpec("third", "Third", "north")))
    assert told(add_missing(document=more, by=SYSTEM)) == [("post", "added", "third")]


def test_actions_in_hand_are_taken_over_once() -> None:
    action = specs.ActionSpec(
        "crew", "A second crew", "four-hours", "system", "chief", date(2025, 9, 1), date(2025, 11, 1), "Two crews run"
    )
    assert ("action", "added", "crew") in told(applied(with_plan(actions=(action,))))
    assert applied(with_plan(actions=(action,))).changes == ()


def test_it_takes_an_administrator_of_the_whole() -> None:
    system = unit_called("system")
    chair, admin = a_user("chair", (system, "chair")), a_user("admin", (system, "administrator"))
    with pytest.raises(Refused):
        applied(PLAN, by=chair)
    applied(PLAN, by=admin)
    assert set(PlanChange.objects.values_list("by__username", flat=True)) == {"admin"}


def test_an_export_asks_as_many_questions_whatever_the_size() -> None:
    counts = []
    for document in (PLAN, one_with_all(30)):
        result = applied(document)
        assert result.plan is not None
        with CaptureQueriesContext(
            connection,
        ) as asked:
            export_plan(result.plan)
        counts.append(len(asked))
    for number in range(5):
        a_post(f"more-{number}", a_unit(f"more-{number}", parent=unit_called("system")))
    with CaptureQueriesContext(connection) as asked:
        export_plan(result.plan)
    assert counts == [len(asked)] * 2
    assert len(asked) <= 35


def test_a_file_is_compared_with_another_plan_of_the_site() -> None:
    applied(PLAN)
    assert differences(PLAN) == []
    other = with_plan(key="plan-2026", name="Plan 2026")
    assert ("plan", "added", "plan-2026") in told(differences(other, "plan-2025"))
    with pytest.raises(NotFound, match="there are: plan-2025"):
        differences(other, "plan-2024")


def test_drawn_plans_follow_one_another_on_one_site() -> None:
    """Each made of what the one before left: additions, changes and removals of every kind."""
    for seed in range(12):
        drawn = generated_plan(seed)
        plan = replace(drawn.plan, key="plan", stage="draft", activated=None, initiatives=())
        # A quarter that is closed stays as it is, whatever plan follows: they go without.
        wanted = replace(drawn, plan=_with_open_quarters(plan), measures=())
        if _uses_own_measures(drawn) or _loses_a_domain(plan):
            continue
        applied(wanted)
        assert applied(wanted).changes == ()


def one_with_all(first: int) -> PlanDocument:
    """A drawn plan with a measure of its own that an aim names, beside the domains of the plan above."""
    drawn = next(one for one in map(generated_plan, range(first, 99)) if one.measures)
    aim = specs.TargetSpec(drawn.measures[0].key, "south", value=1.0)
    plan = replace(drawn.plan, domains=(*drawn.plan.domains, *PLAN.plan.domains))
    return replace(drawn, plan=plan, targets=(*drawn.targets, aim))


def _with_open_quarters(plan: specs.PlanSpec) -> specs.PlanSpec:
    objectives = (
        replace(one, quarters=tuple(replace(pushed, learning="") for pushed in one.quarters)) for one in plan.objectives
    )
    return replace(plan, objectives=tuple(objectives))


def _uses_own_measures(document: PlanDocument) -> bool:
    return bool(document.measures)


def _loses_a_domain(plan: specs.PlanSpec) -> bool:
    """A domain stays where an objective ever was in it."""
    keys = {domain.key for domain in plan.domains}
    return bool(set(Objective.objects.values_list("domain__key", flat=True)) - keys)


def test_an_aim_made_out_for_a_unit_has_its_usual_level_as_baseline_and_keeps_it() -> None:
    applied(replace(PLAN, targets=(specs.TargetSpec("ed_4h", "north", value=0.5),)))
    arrive(rows("ed_4h", "north", steady(0)))
    cascading = replace(PLAN, targets=(replace(PLAN.targets[0], cascade=True, baseline=0.7),))
    applied(cascading)
    made = Target.objects.get(retired_at=None, series__unit__key="north")
    assert made.baseline is not None
    assert made.baseline_points == 12
    arrive(rows("ed_4h", "north", shifted(steady(0), 30, -0.2)), name="later.csv")
    assert applied(cascading).changes == ()


def test_a_key_result_that_gets_worse_is_refused_as_by_the_form_and_with_its_place() -> None:
    def pushed(*results: specs.KeyResultSpec) -> PlanDocument:
        return with_objective(0, quarters=(specs.SliceSpec(date(2025, 10, 1), "The doors", results),))

    better = specs.KeyResultSpec("ed_4h", "system", 0.72, 0.78)
    with pytest.raises(UserError, match="This measure is better when it rises") as refusal:
        applied(pushed(better, specs.KeyResultSpec("ed_4h", "north", 0.72, 0.70)))
    assert refusal.value.code == "plan_unsound"
    assert refusal.value.sentence.startswith("plan.objectives[0].quarters[0].key_results[1].aim: ")
    assert not Plan.objects.exists()

    # What stands here from before may go on standing: an exported plan is applied unchanged.
    result = applied(pushed(better))
    KeyResult.objects.update(aim=0.70)
    assert result.plan is not None
    assert applied(export_plan(result.plan)).changes == ()


class _Back(Exception):
    """Takes the site back to where it began."""


def _pushed(*results: specs.KeyResultSpec, learning: str = "", month: int = 10) -> PlanDocument:
    return with_objective(0, quarters=(specs.SliceSpec(date(2025, month, 1), "The doors", results, learning),))


WANTED = specs.KeyResultSpec("ed_4h", "north", 0.70, 0.80)
BESIDE = specs.KeyResultSpec("ed_4h", "system", 0.72, 0.87)


def test_a_file_that_says_what_was_learned_closes_the_quarter_with_the_figures_there_are() -> None:
    applied(_pushed(WANTED, month=7))
    arrive(rows("ed_4h", "north", [0.75] * 48))  # until September
    learned = _pushed(WANTED, BESIDE, learning="It takes two", month=7)
    result = applied(learned)
    assert told(result) == [
        ("key_result", "added", "four-hours / 2025-07-01 / ed_4h / system"),
        ("closing", "added", "four-hours / 2025-07-01"),
    ]
    closed = QuarterSlice.objects.get()
    assert closed.closed_at is not None
    assert closed.learning == "It takes two"
    scores = dict(closed.key_results.values_list("series__unit__key", "score"))
    assert scores == {"north": pytest.approx(0.5), "system": pytest.approx(0.2)}
    noted = PlanChange.objects.get(verb="close_quarter")
    assert noted.after["scores"]
    assert "closed_early" not in noted.after
    assert AuditEvent.objects.filter(verb="close_quarter").count() == 1
    assert applied(learned).changes == ()


@pytest.mark.parametrize(
    "later",
    [
        _pushed(WANTED),
        _pushed(WANTED, learning="Otherwise"),
        _pushed(replace(WANTED, aim=0.9), learning="It takes two"),
        _pushed(WANTED, BESIDE, learning="It takes two"),
        with_objective(0, quarters=()),
    ],
    ids=["opened again", "other words", "another aim", "one more", "without it"],
)
def test_a_file_changes_nothing_of_a_closed_quarter(later: PlanDocument) -> None:
    plan = applied(_pushed(WANTED, learning="It takes two")).plan
    assert plan is not None
    before = write_plan(export_plan(plan))
    with pytest.raises(Conflict, match="The quarter from 2025-10-01 of four-hours is closed") as refusal:
        applied(later, over=True)
    assert refusal.value.code == "quarter_closed"
    assert PlanChange.objects.get(verb="close_quarter").after["closed_early"]
    assert write_plan(export_plan(plan)) == before


def test_a_file_does_not_take_out_a_key_result_that_somebody_spoke_of() -> None:
    applied(_pushed(WANTED, BESIDE))
    check_in(key_result=KeyResult.objects.get(series__unit__key="north"), confidence=4, by=SYSTEM)
    for without in (_pushed(BESIDE), with_objective(0, quarters=())):
        with pytest.raises(Conflict, match="somebody said how sure they are") as refusal:
            applied(without, over=True)
        assert refusal.value.code == "key_result_spoken_of"
        assert len(refusal.value.params["problems"]) == 1
    # One that nobody spoke of goes, and what is wanted of the other may change.
    applied(_pushed(replace(WANTED, aim=0.9)), over=True)
    assert KeyResult.objects.get().aim == 0.9
    assert KeyResult.objects.get().checks.count() == 1


def test_a_closed_quarter_scored_by_a_measure_since_gone_comes_back_as_the_same_bytes() -> None:
    wanted = specs.KeyResultSpec("ed_4h", "system", 0.72, 0.78)
    text = ""
    with suppress(_Back), transaction.atomic():
        site = applied(with_objective(0, quarters=(specs.SliceSpec(date(2025, 10, 1), "The doors", (wanted,)),)))
        close_quarter(pushed=QuarterSlice.objects.get(), learning="It takes two", reached={}, early=True, by=SYSTEM)
        take_role(given=ObjectiveMeasure.objects.get(measure__key="ed_4h"), by=SYSTEM)
        text = text_of(site)
        assert applied(plan_of(text, "plan.yaml")).changes == ()
        assert text_of(site) == text
        raise _Back
    objective = plan_of(text, "plan.yaml").plan.objectives[0]
    assert [one.measure for one in objective.measures] == ["occupancy"]
    assert objective.quarters[0].key_results == (wanted,)
    assert not Plan.objects.exists()
    assert text_of(applied(plan_of(text, "plan.yaml"))) == text  # on a site that begins empty
