"""Which measures are watched, and by which rules they are judged, from the command line."""

from collections.abc import Iterator

import pytest

from tests.cli.conftest import Wellrun
from tests.factories import a_measure, a_unit, at
from tests.insight.figures import arrive, rows, steady
from wellrun.cli import system
from wellrun.insight.models import SeriesState
from wellrun.jobs.evaluation import evaluate_and_raise


@pytest.fixture(autouse=True)
def site(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One series that is judged, whose database is in shape already."""
    monkeypatch.setattr(system, "migrate", lambda: None)
    with at():
        a_measure("seen", roll_up="none")
        a_unit("site", kind="site", enterprise=True)
        arrive(rows("seen", "site", steady(0)))
        evaluate_and_raise(cause="import")
        yield


def test_a_measure_is_watched_listed_and_watched_no_more(wellrun: Wellrun) -> None:
    assert "seen: watched; 1 series judged" in wellrun("watch", "seen").out.decode()
    assert wellrun("watch").out.decode().split() == ["seen"]
    assert wellrun("watch", "seen").out.decode().strip() == "nothing changed"
    assert "seen: no longer watched" in wellrun("watch", "seen", "--off").out.decode()
    assert wellrun("watch").out.decode().strip() == ""


def test_a_measure_is_judged_by_other_rules(wellrun: Wellrun) -> None:
    assert "seen: judged by limits; 1 series judged" in wellrun("watch", "seen", "--rules", "limits").out.decode()
    state = SeriesState.objects.get()
    assert (state.profile, state.watched) == ("limits", False)


def test_a_measure_is_judged_on_another_chart_and_again_on_that_of_its_figures(wellrun: Wellrun) -> None:
    assert "seen: judged on xmr; 1 series judged" in wellrun("watch", "seen", "--chart", "xmr").out.decode()
    state = SeriesState.objects.get()
    assert (state.chart, state.chart_reason) == ("xmr", "asked_for")
    both = wellrun("watch", "seen", "--chart", "auto", "--rules", "limits").out.decode()
    assert "seen: judged by limits, judged on auto; 1 series judged" in both
    assert SeriesState.objects.get().chart == "pp"


def test_a_chart_that_does_not_suit_leaves_everything_as_it_was(wellrun: Wellrun) -> None:
    done = wellrun("watch", "seen", "--rules", "limits", "--chart", "c")
    assert (done.code, "use p, pp, ip, xmr" in done.complaint) == (2, True)
    assert wellrun("watch", "seen", "--rules", "nhs").out.decode().strip() == "nothing changed"


@pytest.mark.parametrize(("words", "said"), [(("unseen",), "no measure"), (("seen", "--rules", "mine"), "nelson")])
def test_what_is_unknown_is_refused_in_a_sentence(wellrun: Wellrun, words: tuple[str, ...], said: str) -> None:
    done = wellrun("watch", *words)
    assert done.code == 2
    assert said in done.complaint
