"""A person's own file in the browser: what it would bring, what is wrong with it, and its figure on the card."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.harness.browser import Complaints
from tests.harness.visitor import PHONE, Visitor

pytestmark = pytest.mark.functional

HEADER = "measure,unit,period,numerator,denominator"
IMPORT = "/u/lakeside/data/import/"


@pytest.fixture
def analyst(enter: Callable[..., Visitor], generated_address: str) -> Visitor:
    return enter(generated_address, "analyst")


def choose(visitor: Visitor, folder: Path, name: str, *lines: str) -> Page:
    """Choose a file of these lines and look into it."""
    file = folder / name
    file.write_text("\n".join(lines) + "\n")
    visitor.page.goto(visitor.address + IMPORT)
    visitor.page.get_by_label("File").set_input_files(file)
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Look into the file").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(f"Import {name}")
    return visitor.page


def test_a_file_is_looked_into_mapped_imported_and_seen_on_the_card(analyst: Visitor, tmp_path: Path) -> None:
    page = choose(
        analyst, tmp_path, "figures.csv", "Indicator;Place;Day;Top;Bottom", "ed_4h;northgate;2025-10-14;1;240"
    )
    page.get_by_label("Measure (needed)").select_option("Indicator")
    page.get_by_label("Unit (needed)").select_option("Place")
    page.get_by_label("Period (needed)").select_option("Day")
    page.get_by_label("Numerator").select_option("Top")
    page.get_by_label("Denominator").select_option("Bottom")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("button", name="Import one row")).to_be_visible()
    analyst.look()
    page.get_by_role("button", name="Import one row").click()
    expect(page.get_by_role("status").first).to_contain_text("1 rows read; 1 new")
    expect(page.get_by_role("rowheader", name="figures.csv by analyst")).to_be_visible()
    page.goto(f"{analyst.address}/u/northgate/measures/ed_4h/")
    expect(page.locator("main")).to_contain_text("latest, 14 Oct 2025")
    expect(page.locator("main .facts")).to_contain_text("0.4 %")


def test_what_is_wrong_stands_by_row_and_column(analyst: Visitor, tmp_path: Path, complaints: Complaints) -> None:
    complaints.expect("status of 422")
    page = choose(
        analyst, tmp_path, "broken.csv", HEADER, "ed_4h,northgate,2025-10-14,300,240", "ed_4h,northgate,2025-99-14,1,0"
    )
    rows = page.get_by_role("region", name="Rows that cannot be taken").get_by_role("row")
    expect(rows.nth(1)).to_contain_text("2")
    expect(rows.nth(1)).to_contain_text("numerator")
    expect(rows.last).to_contain_text("2025-99-14")
    expect(page.get_by_role("alert")).to_contain_text("nothing was changed")
    analyst.look()
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was changed")


def test_what_is_no_table_is_refused_where_it_was_chosen(
    analyst: Visitor, tmp_path: Path, complaints: Complaints
) -> None:
    complaints.expect("status of 422")
    picture = tmp_path / "figures.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    page = analyst.page
    page.goto(analyst.address + IMPORT)
    page.get_by_label("File").set_input_files(picture)
    page.get_by_role("button", name="Look into the file").click()
    expect(page.locator(".field-error")).to_contain_text("a picture (PNG), not a table")
    analyst.look()


def test_a_long_import_says_that_it_works_moves_nothing_and_is_sent_once(analyst: Visitor, tmp_path: Path) -> None:
    page = choose(analyst, tmp_path, "slow.csv", HEADER, "ed_4h,riverside,2025-10-14,200,240")
    sent: list[str] = []

    def answer_nothing(route: Route) -> None:
        """The page stays as it is while a server works, and the browser does not wait for it."""
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/data/import/*/", answer_nothing)
    top = "document.querySelector('#columns').getBoundingClientRect().top"
    before = page.evaluate(top)
    button = page.get_by_role("button", name="Import one row")
    with page.expect_request("**/data/import/*/"):
        button.click()
    expect(page.locator("[data-busy-note] [role=status]").first).to_contain_text("Importing and judging.")
    expect(page.locator("[data-busy-note] progress").first).to_be_visible()
    button.click(force=True)
    assert page.evaluate(top) == before
    assert sent == ["POST"]
    analyst.look()


def test_it_works_on_a_phone_and_without_scripts(
    enter: Callable[..., Visitor], generated_address: str, tmp_path: Path
) -> None:
    visitor = enter(generated_address, "analyst", viewport=PHONE, java_script_enabled=False)
    page = choose(visitor, tmp_path, "plain.csv", HEADER, "ed_4h,hillview,2025-10-14,200,240")
    page.get_by_role("button", name="Import one row").click()
    expect(page.get_by_role("status").first).to_contain_text("1 new")
