"""What people say of plans when a site begins: written and read back, refused where it names what is not there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wellrun.demo.integrity import broken_references
from wellrun.demo.read import read_site, write_site
from wellrun.demo.site import ConsultationSpec, Site


@pytest.fixture
def site(small_site: Path) -> Site:
    return read_site(small_site)


def said(site: Site) -> ConsultationSpec:
    assert site.consultation is not None
    return site.consultation


def test_it_is_written_and_read_back(site: Site, tmp_path: Path) -> None:
    write_site(tmp_path, site, ())
    assert read_site(tmp_path).consultation == site.consultation
    write_site(tmp_path / "without", replace(site, consultation=None), ())
    assert read_site(tmp_path / "without").consultation is None


def test_exchanges_show_one_that_is_agreed_one_that_came_back_and_one_that_waits(site: Site) -> None:
    following = said(site).next_cycle
    assert following is not None
    assert [each.turns[-1].kind for each in following.exchanges] == ["agreed", "countered", "proposed"]
    assert following.starts > site.plan.ends


def test_what_is_not_there_is_told(site: Site) -> None:
    following = said(site).next_cycle
    assert following is not None
    nowhere = replace(following.exchanges[0], unit="nowhere")
    wrong = replace(said(site), next_cycle=replace(following, exchanges=(nowhere,)))
    assert broken_references(replace(site, consultation=wrong)) == [
        "The exchange about 'bed-when-needed' with 'nowhere' names the unit 'nowhere', which is not there."
    ]
    foreign = replace(said(site).confidence[0], measure="ed_4h")
    assert broken_references(replace(site, consultation=replace(said(site), confidence=(foreign,)))) == [
        "The confidence about 'stay-no-longer' names a key result that is not there: ed_4h/northgate."
    ]
