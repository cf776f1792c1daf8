"""The markup: nothing a strict policy would block, icons that exist, layouts and parts that draw."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError
from django.template.loader import get_template, render_to_string

import wellrun.web
from wellrun.web import icons, parts, states
from wellrun.web.templatetags import wellrun_parts

TEMPLATES = Path(wellrun.web.__file__).parent / "templates"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


def shell(**changes):
    facts = {
        "here": "strategy",
        "places": [parts.Place("strategy", "Strategy", "flag", "/strategy", 2, "2 things wait")],
        "unit_name": "Stockport",
        "units": [parts.UnitChoice("Stockport", "/s", 0, True), parts.UnitChoice("Ward <1>", "/w", 1)],
        "today": date(2025, 10, 14),
        "search_href": "/search",
        "sign_out_href": "/sign-out",
        "account_name": "Head of discharge",
        "account_initials": "HD",
    }
    return parts.Shell(**(facts | changes))


@pytest.mark.parametrize("name", ALL)
def test_nothing_in_a_template_would_be_blocked_by_the_policy(name):
    text = (TEMPLATES / name).read_text()
    assert not re.findall(r"\sstyle=", text)
    assert not re.findall(r"<style", text)
    assert not re.findall(r"\son[a-z]+=", text)
    assert not re.findall(r"javascript:", text)
    assert not [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag]


@pytest.mark.parametrize("name", ALL)
def test_every_template_can_be_read_and_names_icons_that_exist(name):
    get_template(name)
    named = re.findall(r"""\{% icon ["']([a-z-]+)["']""", (TEMPLATES / name).read_text())
    assert set(named) <= icons.NAMES


@pytest.mark.parametrize("name", [name for name in ALL if name.startswith("parts/") and "/_" not in name])
def test_every_part_says_what_it_is_given(name):
    assert "Context:" in (TEMPLATES / name).read_text().split("endcomment")[0]


def test_a_page_has_a_way_past_the_navigation_and_marks_where_one_is():
    page = render_to_string("layout/base.html", {"shell": shell()})
    assert page.index('href="#main"') < page.index("<nav")
    assert '<main class="main" id="main"' in page
    assert 'href="/strategy" aria-current="page"' in page
    assert "Tue 14 Oct 2025" in page
    assert 'method="post" action="/sign-out"' in page
    assert "Ward &lt;1&gt;" in page


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_page_draws_with_nothing_given(code):
    page = render_to_string(f"{code}.html")
    assert "<h1>" in page
    assert "Go to my day" in page


def test_states_show_a_word_a_colour_and_a_shape():
    for state in [*states.CHANGE.values(), *states.AIM.values()]:
        assert state.icon in icons.NAMES
        assert state.tone in {"good", "bad", "flat", "harm", "accent"}
    assert ">Worsening</span>" in wellrun_parts.change_tag("worsening")
    assert "#mark-bad" in wellrun_parts.change_tag("worsening")


@pytest.mark.parametrize(
    ("aim", "change", "word"),
    [
        ("consistently_passes", "no_change", "Meets it"),
        ("inconsistent", "worsening", "Meets it sometimes"),
        ("consistently_fails", "no_change", "Short of aim"),
        ("short", "improving", "Not there yet"),
        ("short", "improvement_low", "Not there yet"),
        (None, "", "No aim"),
    ],
)
def test_short_of_aim_while_improving_is_not_there_yet(aim, change, word):
    assert str(states.aim_state(aim, change).word) == word


def test_an_icon_that_is_not_in_the_sprite_is_our_mistake():
    with pytest.raises(TemplateSyntaxError, match="no icon is called"):
        wellrun_parts.icon("unicorn")


def test_a_table_keeps_its_roles_for_the_phone():
    table = parts.Table(
        [parts.Column("Action", "name"), parts.Column("Due", "more", numeric=True)],
        [[parts.Cell("Call <b>", "weekly", "/a"), "Mon 20 Oct"]],
    )
    text = render_to_string("parts/table.html", {"table": table})
    assert 'role="rowheader"' in text
    assert '<a href="/a">Call &lt;b&gt;</a><small>weekly</small>' in text
    assert 'data-label="Due"' in text


def test_a_table_whose_row_does_not_fit_its_columns_is_our_mistake():
    with pytest.raises(ValueError, match="zip"):
        parts.Table([parts.Column("One")], [["a", "b"]]).lines()
