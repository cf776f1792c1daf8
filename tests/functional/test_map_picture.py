"""The strategy map is taken along: on paper across the sheet, and as a PNG made in the browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.harness.visitor import Visitor

pytestmark = pytest.mark.functional


def test_the_map_is_printed_across_the_sheet(enter: Callable[..., Visitor], generated_address: str) -> None:
    visitor = enter(generated_address, "coo")
    visitor.go("/u/lakeside/strategy/map/")
    paper = visitor.page.pdf(prefer_css_page_size=True)
    width, height = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)[0]
    assert float(width) > float(height)


def test_the_map_is_saved_as_png(enter: Callable[..., Visitor], generated_address: str, tmp_path: Path) -> None:
    visitor = enter(generated_address, "coo")
    visitor.go("/u/lakeside/strategy/map/")
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="Download PNG").click()
    saved = tmp_path / "map.png"
    waiting.value.save_as(saved)
    assert re.fullmatch(r"strategy-map-lakeside-\d{4}-\d\d-\d\d\.png", waiting.value.suggested_filename)
    content = saved.read_bytes()
    assert content.startswith(b"\x89PNG\r\n")
    assert int.from_bytes(content[16:20], "big") > 1800
