"""Who answers, who may decide, what is required: seen, said and mended in a browser, on a desk and on a phone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.harness.browser import Complaints
from tests.harness.visitor import PHONE, Visitor

pytestmark = pytest.mark.functional

LOOKS = pytest.mark.parametrize(
    "look",
    [{"viewport": {"width": 1440, "height": 900}}, {"viewport": PHONE, "color_scheme": "dark"}],
    ids=["wide", "phone"],
)


@LOOKS
def test_an_obligation_reaches_its_forum_and_is_met(
    enter: Callable[..., Visitor],
    running_site: Callable[[Path], str],
    generated_demo: Path,
    complaints: Complaints,
    look: dict[str, object],
) -> None:
    complaints.expect("status of 422")
    coo = enter(running_site(generated_demo), "coo", **look)
    coo.go("/u/lakeside/strategy/obligations/")
    coo.follow("Write one down")
    coo.look()
    page = coo.page
    page.get_by_label("What is required").fill("Yearly safe staffing statement")
    page.get_by_label("Who requires it").fill("The regulator")
    page.get_by_label("Where it is written").fill("Regulation 18")
    page.get_by_label("Post that answers for it").select_option("chief-operating-officer")
    page.get_by_label("Due on").fill("2025-11-14")
    coo.press("Write it down")
    coo.told("It is written down.")
    coo.told("Fri 14 Nov, in 31 days")
    coo.told("waits for an outcome")
    coo.look()
    coo.follow("waits for an outcome")
    coo.told("Required by The regulator, Regulation 18")
    coo.look()
    coo.go("/u/lakeside/day/")
    coo.told("Required by a day, and yours to meet")
    coo.follow(re.compile("Say that it is met.*Yearly safe staffing"))
    coo.press("Say that it is met")
    coo.told("Say what shows that it is met.")
    page.get_by_label("What shows it").fill("The statement, signed and sent")
    coo.press("Say that it is met")
    coo.told("The statement, signed and sent")
    coo.told("settled")
    coo.look()


@LOOKS
def test_a_right_is_given_and_taken_away(
    enter: Callable[..., Visitor], running_site: Callable[[Path], str], generated_demo: Path, look: dict[str, object]
) -> None:
    coo = enter(running_site(generated_demo), "coo", **look)
    coo.go("/u/lakeside/strategy/rights/")
    coo.follow("Say who may decide")
    coo.look()
    coo.page.get_by_label("Or forum").select_option("weekly-flow")
    coo.page.get_by_label("May decide on").select_option("set_aim")
    coo.press("Give the right")
    coo.told("It may.")
    coo.go("/u/lakeside/strategy/rights/?kind=set_aim&q=flow")
    coo.follow("Take away")
    coo.look()
    coo.press("Take it away")
    coo.told("It is taken away.")


@LOOKS
def test_what_is_missing_is_seen_by_all_and_mended_by_who_may(
    enter: Callable[..., Visitor], generated_address: str, look: dict[str, object]
) -> None:
    for who, mends in (("analyst", False), ("coo", True), ("admin", True)):
        visitor = enter(generated_address, who, **look)
        visitor.go("/u/lakeside/strategy/ownership/")
        visitor.page.get_by_label("Only what is missing").check()
        visitor.press("Show")
        visitor.told("Nobody holds the post Head of nurse retention.")
        visitor.told(re.compile("Accountable: *Head of nurse retention.*nobody holds this post", re.DOTALL))
        visitor.look()
        link = visitor.page.get_by_role("link", name="Put somebody into it")
        assert link.count() == (1 if mends else 0)
    visitor.follow("Put somebody into it")
    visitor.told("Head of nurse retention")
    visitor.look()


def test_it_is_printed_across_the_sheet(enter: Callable[..., Visitor], generated_address: str) -> None:
    coo = enter(generated_address, "coo")
    coo.go("/u/lakeside/strategy/ownership/")
    paper = coo.page.pdf(prefer_css_page_size=True)
    width, height = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)[0]
    assert float(width) > float(height)
