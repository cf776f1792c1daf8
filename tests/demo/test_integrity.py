"""What a plan file would be refused for, a site folder is refused for."""

from dataclasses import replace
from pathlib import Path

from wellrun.demo.integrity import broken_references
from wellrun.demo.read import read_site
from wellrun.plans.specs import LinkSpec


def test_a_sound_site_has_no_remark(small_site: Path) -> None:
    assert broken_references(read_site(small_site)) == []


def test_a_link_into_nowhere_is_told_with_the_nearest(small_site: Path) -> None:
    link = LinkSpec("one", "occupancy", "ed_4hh", "-", (0, 2), "strong", "a source")
    (found,) = broken_references(replace(read_site(small_site), links=(link,)))
    assert found == "links[0].lag: there is no measure 'ed_4hh'; did you mean 'ed_4h'?"
