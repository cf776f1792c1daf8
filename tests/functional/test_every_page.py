"""Every page of a demo, wide and light, narrow and dark: nothing serious for axe, nothing wider than the window."""

from collections.abc import Callable

import pytest

from tests.harness.browser import fits
from tests.harness.visitor import PHONE, Visitor

pytestmark = pytest.mark.functional

WIDE_LIGHT = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"}
NARROW_DARK = {"viewport": PHONE, "color_scheme": "dark", "has_touch": True}
LOOKS = pytest.mark.parametrize("look", [WIDE_LIGHT, NARROW_DARK], ids=["wide light", "narrow dark"])

GENERATED = {
    "coo": [
        "/u/lakeside/day/",
        "/u/lakeside/strategy/",
        "/u/lakeside/strategy/check/",
        "/u/lakeside/strategy/check/rules/",
        "/u/lakeside/strategy/check/rules/FOC-01/",
        "/plans/lakeside-2025/objectives/bed-when-needed/initiatives/new/",
        "/initiatives/sepsis-alert/",
        "/initiatives/sepsis-alert/hours/",
        "/initiatives/sepsis-alert/predictions/",
        "/u/lakeside/measures/ed_4h/forums/",
        "/u/lakeside/strategy/map/",
        "/plans/lakeside-2025/objectives/stay-no-longer/drivers/",
        "/plans/lakeside-2025/objectives/stay-no-longer/drivers/new/",
        "/u/lakeside/strategy/links/",
        "/u/lakeside/strategy/links/?show=trade-offs",
        "/u/lakeside/measures/ed_4h/aim/",
        "/u/lakeside/strategy/cascade/",
        "/u/lakeside/strategy/matrix/",
        "/u/lakeside/strategy/ownership/",
        "/u/lakeside/strategy/ownership/?holes=1",
        "/u/lakeside/strategy/rights/",
        "/u/lakeside/strategy/rights/new/",
        "/u/lakeside/strategy/obligations/",
        "/u/lakeside/strategy/obligations/new/",
        "/u/lakeside/strategy/quarter/",
        "/plans/",
        "/plans/new/",
        "/plans/lakeside-2025/",
        "/plans/lakeside-2025/versions/",
        "/plans/lakeside-2025/history/",
        "/plans/lakeside-2025/clone/",
        "/plans/lakeside-2025/stage/close/",
        "/plans/lakeside-2025/catchball/",
        "/plans/lakeside-2025/ranking/",
        "/plans/lakeside-2025/rulings/?winner=no-harm&loser=stay-no-longer",
        "/plans/lakeside-2025/stop-list/",
        "/plans/lakeside-2025/hours/",
        "/plans/lakeside-2025/domains/",
        "/plans/lakeside-2025/domains/workforce/",
        "/plans/lakeside-2025/objectives/new/",
        "/plans/lakeside-2025/objectives/bed-when-needed/",
        "/plans/lakeside-2025/objectives/bed-when-needed/measures/",
        "/plans/lakeside-2025/objectives/bed-when-needed/contributors/",
        "/plans/lakeside-2025/objectives/bed-when-needed/arrows/",
        "/plans/lakeside-2025/objectives/bed-when-needed/history/",
        "/plans/lakeside-2025/objectives/bed-when-needed/catchball/",
        "/plans/lakeside-2025/objectives/bed-when-needed/quarters/",
        "/plans/lakeside-2025/objectives/bed-when-needed/quarters/new/",
        "/u/lakeside/measures/ed_4h/",
        "/u/lakeside/measures/days_between_sse/",
        "/u/lakeside/measures/ed_4h/compare/",
        "/u/riverside/measures/ed_boarding_4h/",
        "/u/northgate/measures/occupancy/",
        "/u/northgate/measures/occupancy/limits/",
        "/u/northgate/measures/occupancy/judging/",
        "/forums/weekly-flow/",
        "/u/lakeside/actions/",
        "/u/lakeside/actions/?show=past",
        "/u/lakeside/escalations/",
        "/search/?q=call",
        "/search/?q=nothing+at+all",
    ],
    "charge.nurse": ["/u/northgate-medicine-4/day/", "/u/northgate-medicine-4/measures/shift_fill/"],
    "analyst": [
        "/u/lakeside/data/",
        "/u/hillview/data/quality/",
        "/u/lakeside/measures/ed_4h/judging/",
        "/u/lakeside/measures/ed_4h/changes/",
        "/u/lakeside/measures/ed_4h/changes/levels/",
        "/u/lakeside/measures/ed_4h/changes/baselines/",
        "/u/lakeside/data/imports/",
        "/u/lakeside/data/library/",
        "/u/lakeside/data/library/?page=2",
        "/u/lakeside/data/library/los_oe/",
        "/u/lakeside/data/library/rtt18/",
        "/u/lakeside/data/define/?from=readmit30",
        "/u/lakeside/data/measures/readmit30/",
        "/u/lakeside/data/measures/readmit30/edit/",
        "/u/lakeside/data/import/",
    ],
    "admin": [
        "/clock/",
        "/plans/file/",
        "/u/lakeside/people/",
        "/u/lakeside/people/posts/chief-executive/",
        "/u/northgate/people/access/",
    ],
}
ENGLAND = {
    "coo": [
        "/u/QOP/day/",
        "/u/QOP/strategy/",
        "/u/QOP/strategy/check/",
        "/plans/greater-manchester-2025/objectives/twelve-hours/",
        "/plans/greater-manchester-2025/objectives/twelve-hours-bolton/serves/?parent=twelve-hours",
        "/u/QOP/strategy/map/",
        "/u/QOP/strategy/cascade/",
        "/u/QOP/strategy/matrix/",
        "/u/QOP/strategy/ownership/",
        "/u/QOP/strategy/rights/",
        "/u/QOP/strategy/obligations/",
        "/u/QOP/measures/ae_dta_wait_4h_plus_share/",
        "/u/RWJ/measures/ae_4h_performance/compare/?newest=12",
        "/u/RWJ/measures/ae_attendances/compare/",
        "/u/QOP/data/quality/",
    ],
    "discharge.stockport": ["/u/RWJ/day/", "/u/RWJ/measures/no_criteria_to_reside_per_occupied_bed/"],
}


def look_at(visitor: Visitor, path: str) -> None:
    """Open a page, hold it to the rules, and see that nothing of it lies beside the window."""
    visitor.go(path)
    assert fits(visitor.page), f"{path} is wider than the window"


@LOOKS
@pytest.mark.parametrize("who", GENERATED)
def test_pages_of_the_generated_demo(
    enter: Callable[..., Visitor], generated_address: str, who: str, look: dict[str, object]
) -> None:
    visitor = enter(generated_address, who, **look)
    for path in GENERATED[who]:
        look_at(visitor, path)


@pytest.mark.shared
@LOOKS
@pytest.mark.parametrize("who", ENGLAND)
def test_pages_of_the_demo_on_real_figures(
    enter: Callable[..., Visitor], england_address: str, who: str, look: dict[str, object]
) -> None:
    visitor = enter(england_address, who, **look)
    for path in ENGLAND[who]:
        look_at(visitor, path)


@LOOKS
def test_the_door_and_the_pages_of_errors(
    enter: Callable[..., Visitor],
    new_page: Callable[..., object],
    generated_address: str,
    complaints: object,
    look: dict[str, object],
) -> None:
    complaints.expect("status of 40[34]")  # type: ignore[attr-defined]
    visitor = enter(generated_address, "charge.nurse", **look)
    for path in ("/nothing/", "/u/lakeside/day/", "/u/northgate-medicine-4/data/imports/"):
        look_at(visitor, path)
    visitor.page.context.clear_cookies()
    look_at(visitor, "/sign-in/")
