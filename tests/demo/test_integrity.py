"""What a plan file would be refused for, a site folder is refused for."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from wellrun.demo.integrity import broken_references
from wellrun.demo.read import read_site
from wellrun.plans.specs import LinkSpec, WaiverSpec


def test_a_sound_site_has_no_remark(small_site: Path) -> None:
    assert broken_references(read_site(small_site)) == []


def test_a_link_into_nowhere_is_told_with_the_nearest(small_site: Path) -> None:
    link = LinkSpec("one", "occupancy", "ed_4hh", "-", (0, 2), "strong", "a source")
    (found,) = broken_references(replace(read_site(small_site), links=(link,)))
    assert found == "links[0].lag: there is no measure 'ed_4hh'; did you mean 'ed_4h'?"


def test_a_waiver_may_name_whatever_a_rule_is_asked_of(small_site: Path) -> None:
    site = read_site(small_site)
    waiver = WaiverSpec("MEA-07", "L04", "Its figures are monthly here.", site.posts[0].key, date(2026, 12, 31))
    named = replace(site, plan=replace(site.plan, waivers=(waiver,)))
    assert broken_references(named) == []
    nowhere = replace(named, plan=replace(named.plan, waivers=(replace(waiver, subject="L99"),)))
    assert broken_references(nowhere) == ["A waiver names the subject 'L99', which is not there."]
