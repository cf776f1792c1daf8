"""The page assets: built from what is installed, only when something changed, and nothing loads from elsewhere."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import wellrun.web
from wellrun.web import icons

pytest.importorskip("vl_convert", reason="left out: the build extras are not installed")
pytest.importorskip("lucide", reason="left out: the build extras are not installed")

from wellrun.web.assets import build as builder

WEB = Path(wellrun.web.__file__).parent
# Ways in which a file fetches another when it is read or run.
FETCHES = re.compile(
    r"""(?:@import|url\(|\bimport\s*\(?|\bfrom|importScripts\(|fetch\(|src=|href=)\s*["'(]?\s*(?:https?:)?//"""
)

# Names that scripts and other names look for, and that need no look of their own.
MARKERS = {"card-head", "column", "drawn", "live"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    said = []
    made = builder.build(folder, said.append)
    return folder, made, said


def test_every_asset_is_made_and_told_in_a_line(built):
    folder, made, said = built
    assert made == [asset.name for asset in builder.ASSETS]
    assert len(said) == len(made)
    for name in made:
        assert (folder / name).stat().st_size > 1000


def test_a_second_build_does_nothing(built):
    said = []
    assert builder.build(built[0], said.append) == []
    assert said == ["page assets: nothing to do"]


def test_a_missing_or_outdated_asset_is_made_again(built):
    folder = built[0]
    (folder / "icons.svg").unlink()
    assert builder.build(folder, list) == ["icons.svg"]
    stamp = folder / builder.STAMP
    stamp.write_text(stamp.read_text().replace('"htmx.min.js": "', '"htmx.min.js": "0'))
    assert builder.build(folder, list) == ["htmx.min.js"]


def test_nothing_is_fetched_from_another_host(built):
    folder = built[0]
    for path in [*folder.glob("*.js"), *folder.glob("*.css"), *WEB.glob("static/js/*.js"), *WEB.glob("static/img/*")]:
        assert not FETCHES.findall(path.read_text()), path.name


def test_our_own_scripts_neither_evaluate_text_nor_write_markup():
    for path in WEB.glob("static/js/*.js"):
        assert not re.findall(
            r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write", path.read_text()
        ), path


def test_the_stylesheet_knows_both_schemes_and_the_utilities_of_the_templates(built):
    text = (built[0] / "wellrun.css").read_text()
    assert "light-dark(" in text
    assert "prefers-reduced-motion" in text
    assert "forced-colors" in text
    assert "@media print" in text
    assert ".min-w-0" in text


def test_every_class_a_template_uses_means_something(built):
    text = (built[0] / "wellrun.css").read_text().replace("\\", "")
    for path in WEB.glob("templates/**/*.html"):
        for value in re.findall(r'class="([^"]*)"', path.read_text()):
            plain = re.sub(r"\{[%{].*?[%}]\}", "\x00", value)
            for name in plain.split():
                assert "\x00" in name or f".{name}" in text or name in MARKERS, f"{path.name}: {name}"


def test_the_sprite_holds_exactly_the_icons_in_use(built):
    root = ElementTree.fromstring((built[0] / "icons.svg").read_text())
    assert {symbol.get("id") for symbol in root} == icons.NAMES
    assert all(symbol.get("viewBox") and len(symbol) for symbol in root)


def test_a_failing_maker_is_one_clear_error(monkeypatch, tmp_path):
    monkeypatch.setattr(builder, "CSS", tmp_path)
    with pytest.raises(RuntimeError, match="could not build the stylesheet"):
        builder.make_stylesheet(tmp_path / "out.css")
