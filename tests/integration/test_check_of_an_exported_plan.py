"""An exported plan, checked as a file, says what its site says: all but what only a site can know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import at
from tests.integration.agreement import NAMED, REFUSED, both, require_agreement
from tests.mending.cases import CASES, Case
from tests.mending.sites import Site, a_whole_site
from wellrun.lib.errors import UserError

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def site() -> Iterator[Site]:
    with at():
        yield a_whole_site()


def test_a_plan_in_which_nothing_is_found(site: Site, tmp_path: Path) -> None:
    file, live = both(site.plan, tmp_path)
    assert (file.found, live.found) == ((), ())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_plan_that_breaks_a_rule(site: Site, case: Case, tmp_path: Path) -> None:
    case.spoil(site)
    if case.rule in REFUSED:
        with pytest.raises(UserError, match=r"plan\.yaml"):
            both(site.plan, tmp_path)
        return
    file, live = both(site.plan, tmp_path)
    require_agreement(file, live)
    assert case.rule in {one.rule for one in live.found}


def test_the_reference_says_which_rules_a_file_cannot_answer() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text("utf-8")
    told = page.partition("but for what only a site knows.")[2].partition("**JSON:**")[0]
    assert set(re.findall(r"[A-Z]{3}-\d\d", told)) == NAMED
