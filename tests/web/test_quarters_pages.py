"""Quarters of an objective on pages: pushed, scored from the figures, spoken of, closed for good."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.factories import NOW, a_measure, a_series, a_unit, a_user, an_objective, at
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.access.models import Level
from wellrun.check.models import Finding
from wellrun.jobs.model_check import check_plan
from wellrun.measures.models import Exclusion, Observation, Receipt, Series, Source
from wellrun.strategy.actions import check_in, close_quarter, push_in_quarter, set_key_result
from wellrun.strategy.models import ConfidenceCheck, KeyResult, Objective, Plan, QuarterSlice
from wellrun.strategy.pushes import score_of, with_figures

BASE = "/plans/plan-2025/objectives/leave-on-time/quarters/"
NOW_STARTS = "2025-10-01"
SERIES = "ready-to-leave/north"


@pytest.fixture
def objective(world: World) -> Objective:
    return an_objective("leave-on-time", world.north, world.doer_post, roles={"lag": world.series.measure})


@pytest.fixture
def pushed(world: World, objective: Objective) -> QuarterSlice:
    return push_in_quarter(objective=objective, starts=date(2025, 10, 1), title="Two wards", by=world.lead)


@pytest.fixture
def wanted(world: World, pushed: QuarterSlice) -> KeyResult:
    return set_key_result(pushed=pushed, series=world.series, start=0.20, aim=0.12, by=world.lead)


def figure(series: Series, period: date, value: float) -> None:
    source = Source.objects.get_or_create(key="feed", defaults={"name": "The feed"})[0]
    counts = dict.fromkeys(("size_bytes", "rows_read", "rows_new", "rows_corrected", "rows_unchanged"), 1)
    receipt = Receipt.objects.create(
        source=source, file_name="f.csv", sha256="0" * 64, received_at=NOW, received_by="test", **counts
    )
    Observation.objects.create(series=series, period=period, value=value, receipt=receipt, recorded_at=NOW)


def confidence(one: KeyResult) -> str:
    return f"{BASE}{NOW_STARTS}/key-results/{one.pk}/confidence/"


def test_pushed_in_a_quarter_of_the_cycle(world: World, objective: Objective) -> None:
    lead = client_of(world.lead)
    first = lead.get(BASE)
    assert "Nothing of it is pushed in Quarter 3, Oct to Dec 2025." in text_of(first)
    form = lead.get(f"{BASE}new/").content.decode()
    assert '<option value="2025-10-01" selected>' in form
    answer = lead.post(f"{BASE}new/", {"starts": NOW_STARTS, "title": "Two wards"}, follow=True)
    assert "Quarter 3, Oct to Dec 2025: Two wards." in text_of(answer)
    lead.post(f"{BASE}new/", {"starts": NOW_STARTS, "title": "Three wards"})
    assert QuarterSlice.objects.get().title == "Three wards"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"starts": NOW_STARTS, "title": " "}, "Say what is pushed in the quarter."),
        ({"starts": "2025-10-02", "title": "Wards"}, "Select a valid choice."),
        ({"starts": "", "title": "Wards"}, "Choose a quarter."),
    ],
)
def test_a_push_that_is_refused_keeps_what_was_typed(
    world: World, objective: Objective, sent: dict[str, str], told: str
) -> None:
    answer = client_of(world.lead).post(f"{BASE}new/", sent)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert sent["title"].strip() in answer.content.decode()


def test_a_key_result_begins_at_the_last_figure_before_the_quarter(world: World, pushed: QuarterSlice) -> None:
    figure(world.series, date(2025, 8, 1), 0.21)
    figure(world.series, date(2025, 9, 1), 0.20)
    address = f"{BASE}{NOW_STARTS}/key-results/new/"
    lead = client_of(world.lead)
    page = lead.get(f"{address}?series={SERIES}&aim=12")
    assert f'<option value="{SERIES}" selected>Ready to leave, North: now 20.0\xa0%</option>' in page.content.decode()
    assert 'value="12"' in page.content.decode()
    lead.post(address, {"series": SERIES, "start": "", "aim": "12", "commitment": "aspirational", "owner": ""})
    one = KeyResult.objects.get()
    assert (one.start, one.aim, one.commitment, one.owner) == (0.20, 0.12, "aspirational", None)
    said = text_of(lead.get(BASE))
    assert "From 20.0 % to 12.0 %" in said
    assert "cannot be told yet: no figure of this quarter has come" in said
    again = lead.get(f"{address}?series={SERIES}").content.decode()
    assert 'name="start" value="20.0"' in again


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"aim": "20"}, "Choose an aim that differs from where the quarter begins."),
        ({"aim": ""}, "Say which value is wanted."),
        ({"aim": "inf"}, "Enter a number."),
        ({"start": ""}, "No figure has come yet: say from where it begins."),
        ({"series": "coffee/north"}, "Choose one of the objective's measures."),
    ],
)
def test_a_key_result_that_is_refused(world: World, pushed: QuarterSlice, changed: dict[str, str], told: str) -> None:
    sent = {"series": SERIES, "start": "20", "aim": "12", "commitment": "committed", "owner": ""} | changed
    answer = client_of(world.lead).post(f"{BASE}{NOW_STARTS}/key-results/new/", sent)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert not KeyResult.objects.exists()


def test_the_score_comes_from_the_figures_of_the_quarter(world: World, wanted: KeyResult) -> None:
    figure(world.series, date(2025, 9, 1), 0.12)
    assert "cannot be told yet" in text_of(client_of(world.viewer).get(BASE))
    figure(world.series, date(2025, 10, 1), 0.16)
    said = text_of(client_of(world.viewer).get(BASE))
    assert "0.50" in said
    assert "by the figure of Oct 2025" in said


def test_one_press_says_how_sure_one_is(world: World, wanted: KeyResult) -> None:
    owner = client_of(world.doer)  # a contributor who holds the post that owns it
    assert confidence(wanted) in owner.get(BASE).content.decode()
    page = owner.get(confidence(wanted)).content.decode()
    assert page.count('name="confidence"') == 11
    answer = owner.post(confidence(wanted), {"confidence": "7", "text": "One ward is late"}, follow=True)
    said = text_of(answer)
    assert "Noted: 7 of 10." in said
    assert "today, Head of discharge: One ward is late" in said
    assert ConfidenceCheck.objects.get().confidence == 7


@pytest.mark.parametrize("pressed", ["", "11", "-1", "much"])
def test_what_is_no_confidence_is_refused(world: World, wanted: KeyResult, pressed: str) -> None:
    answer = client_of(world.doer).post(confidence(wanted), {"confidence": pressed, "text": "Late"})
    assert answer.status_code == 422
    assert 'value="Late"' in answer.content.decode()
    assert not ConfidenceCheck.objects.exists()


def test_who_may_not_say_it_reads_it(world: World, wanted: KeyResult) -> None:
    page = client_of(world.viewer).get(BASE)
    assert "Say how sure" not in text_of(page)
    assert "Add a key result" not in text_of(page)
    for path in (
        confidence(wanted),
        f"{BASE}new/",
        f"{BASE}{NOW_STARTS}/key-results/new/",
        f"{BASE}{NOW_STARTS}/close/",
    ):
        assert client_of(world.viewer).get(path).status_code == 403
        assert client_of(world.neighbour).get(path).status_code == 404
    assert client_of(world.viewer).post(confidence(wanted), {"confidence": "7"}).status_code == 403
    assert client_of(world.neighbour).get(BASE).status_code == 404
    assert client_of(world.lead).get(f"{BASE}never/close/").status_code == 404
    assert client_of(world.lead).get(f"{BASE}2025-07-01/close/").status_code == 404


def test_a_figure_that_the_rules_do_not_judge_scores_nothing(world: World, wanted: KeyResult) -> None:
    figure(world.series, date(2025, 10, 6), 0.16)
    figure(world.series, date(2025, 10, 13), 0.12)
    Observation.objects.filter(period=date(2025, 10, 13)).update(judged=False)
    assert score_of(with_figures(KeyResult.objects.all()).get()) == pytest.approx(0.5)
    Exclusion.objects.create(
        series=world.series, period=date(2025, 10, 6), reason="Counted twice", excluded_by="lead", excluded_at=NOW
    )
    assert score_of(with_figures(KeyResult.objects.all()).get()) is None


def test_it_says_how_many_reported_and_what_does_not_count_yet(world: World, wanted: KeyResult) -> None:
    figure(world.series, date(2025, 10, 1), 0.16)
    Observation.objects.update(reporting=3, expected=3)
    figure(world.series, date(2025, 10, 8), 0.12)
    Observation.objects.filter(period=date(2025, 10, 8)).update(judged=False, reporting=2, expected=3)
    for page in (BASE, "/u/north/strategy/quarter/"):
        said = text_of(client_of(world.viewer).get(page))
        assert "Oct 25, 3 of 3" in said
        assert "Of Oct 25 2 of 3 reported: it does not count yet." in said


def test_one_that_was_written_down_to_get_worse_is_not_scored(world: World, wanted: KeyResult) -> None:
    figure(world.series, date(2025, 10, 1), 0.25)
    KeyResult.objects.update(aim=0.30)
    lead = client_of(world.lead)
    assert "not scored: it would be reached by getting worse" in text_of(lead.get(BASE))
    lead.post(f"{BASE}{NOW_STARTS}/close/", {"learning": "It was the wrong way", "early": "on"})
    wanted.refresh_from_db()
    assert wanted.score is None
    KeyResult.objects.update(score=1.0, scored_period=date(2025, 10, 1))
    assert "not scored: it would be reached by getting worse" in text_of(lead.get(BASE))


def test_closed_for_good_with_the_scores_fixed(world: World, wanted: KeyResult) -> None:
    figure(world.series, date(2025, 10, 1), 0.16)
    lead, address = client_of(world.lead), f"{BASE}{NOW_STARTS}/close/"
    shown = text_of(lead.get(address))
    assert "A closed quarter is not opened again." in shown
    assert "more days, to Wed 31 Dec 2025. Closed now, figures that still come in do not count" in shown
    assert "Close it before its last day, Wed 31 Dec 2025" in shown
    assert "0.50 Ready to leave, North" in shown
    unticked = lead.post(address, {"learning": "It takes two"})
    assert unticked.status_code == 422
    assert "Tick that it is to be closed before its last day, or leave it open." in text_of(unticked)
    assert "It takes two" in unticked.content.decode()
    empty = lead.post(address, {"learning": " ", "early": "on"})
    assert empty.status_code == 422
    assert "Say what was learned in the quarter." in text_of(empty)
    said = text_of(lead.post(address, {"learning": "The second ward had no pharmacist", "early": "on"}, follow=True))
    assert "The quarter is closed, and its scores are fixed." in said
    assert "Learned: The second ward had no pharmacist" in said
    Observation.objects.update(value=0.12)
    after = text_of(lead.get(BASE))
    assert "0.50 fixed by the figure of Oct 2025" in after
    assert "Say how sure" not in after
    assert lead.post(address, {"learning": "Again"}).status_code == 409
    assert lead.post(confidence(wanted), {"confidence": "3"}).status_code == 409
    assert lead.get(address).status_code == 302


def test_a_key_result_without_a_figure_keeps_no_score(world: World, wanted: KeyResult) -> None:
    lead = client_of(world.lead)
    assert "Of one key result no figure of the quarter has come" in text_of(lead.get(f"{BASE}{NOW_STARTS}/close/"))
    lead.post(f"{BASE}{NOW_STARTS}/close/", {"learning": "Nothing came", "early": "on"})
    assert "no score: no figure of the quarter had come" in text_of(lead.get(BASE))


def test_closed_before_the_last_figure_came_it_is_told(world: World, objective: Objective) -> None:
    over = push_in_quarter(objective=objective, starts=date(2025, 7, 1), title="One ward", by=world.lead)
    set_key_result(pushed=over, series=world.series, start=0.20, aim=0.12, by=world.lead)
    figure(world.series, date(2025, 8, 1), 0.18)
    address = f"{BASE}2025-07-01/close/"
    late = "Of one key result the last figure of the quarter has not come: the one before it counts."
    assert late in text_of(client_of(world.lead).get(address))
    figure(world.series, date(2025, 9, 1), 0.16)
    told = text_of(client_of(world.lead).get(address))
    assert late not in told
    assert "0.50 Ready to leave, North" in told
    assert "Over, not closed" in text_of(client_of(world.lead).get(BASE))


def test_who_is_sent_to_a_push_without_key_results_is_led_to_its_form(world: World, pushed: QuarterSlice) -> None:
    answer = client_of(world.lead).get(f"{BASE}?starts={NOW_STARTS}")
    assert (answer.status_code, answer["Location"]) == (302, f"{BASE}{NOW_STARTS}/key-results/new/")
    for query in ("starts=never", "starts=2025-07-01"):
        assert client_of(world.lead).get(f"{BASE}?{query}").status_code == 200
    assert client_of(world.viewer).get(f"{BASE}?starts={NOW_STARTS}").status_code == 200


def test_a_closed_plan_is_kept_as_it_was(world: World, wanted: KeyResult) -> None:
    Plan.objects.update(stage="closed")
    lead = client_of(world.lead)
    assert "Add a key result" not in text_of(lead.get(BASE))
    assert lead.post(confidence(wanted), {"confidence": "7"}).status_code == 409
    assert lead.post(f"{BASE}new/", {"starts": "2026-01-01", "title": "More"}).status_code == 409


def test_this_quarter_flags_who_is_silent_and_saying_it_mends_the_finding(world: World, wanted: KeyResult) -> None:
    with at(days=21):
        check_plan(Plan.objects.get())
        assert Finding.objects.filter(rule="OKR-03", resolved_at__isnull=True).exists()
        page = client_of(world.doer).get("/u/north/strategy/quarter/")
        said = text_of(page)
        assert "One key result was not spoken of for too long." in said
        assert "nothing said for 34 days" in said
        link = f"{confidence(wanted)}?from=north"
        assert link in page.content.decode()
        answer = client_of(world.doer).post(confidence(wanted), {"confidence": "6", "from": "north"}, follow=True)
        assert answer.redirect_chain[-1][0] == "/u/north/strategy/quarter/"
        assert "not spoken of" not in text_of(answer)
        assert not Finding.objects.filter(rule="OKR-03", resolved_at__isnull=True).exists()


def test_this_quarter_shows_the_unit_and_below_and_what_pushes_nothing(world: World, wanted: KeyResult) -> None:
    an_objective("no-falls", world.system, world.chief_post, rank=2)
    system = text_of(client_of(world.chief).get("/u/system/strategy/quarter/"))
    assert "A part of one objective is pushed." in system
    assert "of “Leave on time”, North" in system
    assert "Nothing is pushed of “No falls”." in system
    south = text_of(client_of(world.chief).get("/u/south/strategy/quarter/"))
    assert "No objective here pushes anything in this quarter." in south
    assert "Leave on time" not in south
    other = text_of(client_of(world.chief).get("/u/system/strategy/quarter/?starts=2026-01-01"))
    assert "Quarter 4, Jan to Mar 2026" in other
    assert "Two wards" not in other
    assert client_of(world.neighbour).get("/u/north/strategy/quarter/").status_code == 404


def test_the_file_has_every_key_result_with_its_score(world: World, wanted: KeyResult) -> None:
    figure(world.series, date(2025, 10, 1), 0.16)
    check_in(key_result=wanted, confidence=6, text="=1+1", by=world.lead)
    answer = client_of(world.viewer).get("/u/north/strategy/quarter.csv")
    head, row = answer.content.decode("utf-8-sig").splitlines()
    told = dict(zip(head.split(","), row.split(","), strict=True))
    assert (told["objective"], told["measure"], told["period"]) == ("leave-on-time", "ready-to-leave", "2025-10-01")
    assert (float(told["score"]), float(told["confidence"])) == (pytest.approx(0.5), 6)
    assert not told["said"].startswith("=")
    assert client_of(world.neighbour).get("/u/north/strategy/quarter.csv").status_code == 404


def test_without_a_plan_there_is_no_quarter(world: World) -> None:
    assert "No plan is in force." in text_of(client_of(world.viewer).get("/u/north/strategy/quarter/"))
    assert client_of(world.viewer).get("/u/north/strategy/quarter.csv").status_code == 200


def test_the_same_queries_for_one_and_for_many(
    world: World, wanted: KeyResult, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        measure = a_measure(f"extra-{number}")
        objective = an_objective(
            f"more-{number}", world.north, world.lead_post, rank=10 + number, roles={"lag": measure}
        )
        extra = push_in_quarter(objective=objective, starts=date(2025, 10, 1), title=f"Push {number}", by=world.lead)
        for unit in (world.north, a_unit(f"ward-{number}", parent=world.north, kind="ward")):
            one = set_key_result(pushed=extra, series=a_series(unit, measure), start=0.2, aim=0.3, by=world.lead)
            check_in(key_result=one, confidence=5, by=world.lead)
    lead = client_of(world.lead)
    paths = ["/u/north/strategy/quarter/", BASE, f"{BASE}{NOW_STARTS}/close/", confidence(wanted), taking(wanted)]
    paths += ["/u/north/strategy/quarter.csv", f"{BASE}{NOW_STARTS}/key-results/new/", f"{BASE}new/"]
    for path in paths:
        lead.get(path)
        with django_assert_max_num_queries(20):
            lead.get(path)


def test_a_quarter_belongs_to_who_chairs_the_unit(world: World, objective: Objective) -> None:
    analyst = a_user("figures", (world.north, Level.ANALYST))
    assert client_of(analyst).post(f"{BASE}new/", {"starts": NOW_STARTS, "title": "x"}).status_code == 403


def taking(one: KeyResult) -> str:
    return f"{BASE}{NOW_STARTS}/key-results/{one.pk}/take-away/"


def test_one_set_by_mistake_is_taken_away_once_asked(world: World, wanted: KeyResult) -> None:
    check_in(key_result=wanted, confidence=6, text="One ward is late", by=world.lead)
    lead = client_of(world.lead)
    assert taking(wanted) in lead.get(BASE).content.decode()
    asked = text_of(lead.get(taking(wanted)))
    assert "Take the key result on “Ready to leave” away?" in asked
    assert "The one confidence check-in goes with it and remains in the history of the plan." in asked
    assert KeyResult.objects.exists()
    said = text_of(lead.post(taking(wanted), follow=True))
    assert "The key result on “Ready to leave” is taken away." in said
    assert "No key result yet: nothing will tell whether it worked." in said
    assert not KeyResult.objects.exists()
    assert lead.get(taking(wanted)).status_code == 404
    told = text_of(lead.get("/plans/plan-2025/objectives/leave-on-time/history/"))
    assert "took a key result away: Leave on time > Wed 1 Oct 2025 > Ready to leave > North" in told
    assert "start was 20.0 %" in told
    assert "number of confidence check-ins was 1" in told
    assert "One ward is late" in told


def test_who_may_not_take_one_away(world: World, wanted: KeyResult) -> None:
    assert "Take away" not in text_of(client_of(world.doer).get(BASE))  # who answers for it only speaks of it
    assert client_of(world.doer).get(taking(wanted)).status_code == 403
    assert client_of(world.viewer).post(taking(wanted)).status_code == 403
    assert client_of(world.neighbour).get(taking(wanted)).status_code == 404
    assert client_of(world.neighbour).post(taking(wanted)).status_code == 404
    other = taking(wanted).replace(NOW_STARTS, "2026-01-01")
    assert client_of(world.lead).get(other).status_code == 404
    assert KeyResult.objects.exists()


def test_one_of_a_closed_quarter_stays(world: World, wanted: KeyResult) -> None:
    close_quarter(pushed=wanted.slice, learning="It takes two", reached={}, early=True, by=world.lead)
    lead = client_of(world.lead)
    assert "Take away" not in text_of(lead.get(BASE))
    assert lead.get(taking(wanted)).status_code == 302
    assert lead.post(taking(wanted)).status_code == 409
    assert KeyResult.objects.exists()


def test_one_on_a_series_without_figures_is_set_and_said_so(world: World, pushed: QuarterSlice) -> None:
    sent = {"series": SERIES, "start": "20", "aim": "12", "commitment": "committed", "owner": ""}
    lead, told = client_of(world.lead), "No figure of Ready to leave, North has come yet: it cannot be scored until one"
    assert told in text_of(lead.post(f"{BASE}{NOW_STARTS}/key-results/new/", sent, follow=True))
    assert KeyResult.objects.exists()
    figure(world.series, date(2025, 9, 1), 0.20)
    assert told not in text_of(lead.post(f"{BASE}{NOW_STARTS}/key-results/new/", sent, follow=True))
