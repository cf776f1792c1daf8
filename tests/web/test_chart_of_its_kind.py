"""Page, file and interface name the chart of a measure's kind of figures, and draw what it has."""

import json

import pytest

from tests.factories import a_measure, a_unit, a_user, at
from tests.insight.figures import arrive, rows
from tests.web.reviewing import client_of, text_of
from wellrun.insight.actions import evaluate
from wellrun.insight.models import SeriesState
from wellrun.measures.models import Series

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

RARE = [0.0, 1.0, 0.0, 0.0, 2.0, 1.0] * 5


def come(values: list[float]) -> None:
    with at():
        a_measure(
            "seen", scoring="count", direction="down", roll_up="none", multiplier=1, display_unit="falls", decimals=0
        )
        a_unit("site", kind="site")
        arrive(rows("seen", "site", values), counts=False)
        evaluate(cause="import")


def test_a_rare_count_has_its_one_line_on_page_file_and_interface() -> None:
    come(RARE)
    who = client_of(a_user("analyst", (Series.objects.get().unit, "analyst")))
    with at():
        page = text_of(who.get("/u/site/measures/seen/"))
        file = who.get("/u/site/measures/seen.csv").content.decode()
        answer = json.loads(who.get(f"/api/v1/series/{Series.objects.get().uid}").content)["state"]
    assert "save one above 4 falls" in page.replace("\u00a0", " ")
    assert "run chart: too few cases a period for limits on both sides" in page
    assert ",run,nhs,0.5,,4," in file
    assert (answer["chart"], answer["chart_reason"], answer["lower"]["state"]) == ("run", "rare_events", "missing")
    assert answer["upper"]["value"] == 4


def test_a_flood_of_rare_counts_is_worsening_on_its_page() -> None:
    come([*RARE, 300.0])
    assert SeriesState.objects.get().change == "worsening"
    with at():
        page = text_of(
            client_of(a_user("analyst", (Series.objects.get().unit, "analyst"))).get("/u/site/measures/seen/")
        )
    assert "Worsening" in page
    assert "outside the usual range" in page
