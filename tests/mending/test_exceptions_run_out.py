"""An exception holds until its day and not longer: on the page what it set aside counts again by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.factories import at
from tests.mending.sites import Site, a_whole_site
from tests.web.reviewing import client_of, text_of
from wellrun.check.actions import state_waiver
from wellrun.check.models import Finding
from wellrun.jobs.model_check import check_nightly, check_plan

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
CHECK = "/u/system/strategy/check/"


@pytest.fixture
def site() -> Iterator[Site]:
    with at():
        yield a_whole_site()


def test_what_was_set_aside_until_a_day_counts_again_the_day_after(site: Site) -> None:
    site.ward.measures.filter(role="lead").delete()
    check_plan(site.plan)
    since = Finding.objects.get(rule="OBJ-02").since
    state_waiver(
        plan=site.plan,
        rule="OBJ-02",
        subject="ward",
        reason="The lead's feed begins next week",
        post=site.chief_post,
        expires=date(2025, 10, 20),
        by=site.chief,
    )
    with at(days=6):
        said = text_of(client_of(site.chief).get(CHECK))
        assert "Nothing stands in the way of this plan" in said
        assert "Set aside until today by Chief officer: The lead's feed begins next week" in said
    with at(days=7):
        check_nightly()
        said = text_of(client_of(site.chief).get(CHECK))
        assert "One thing cannot be executed" in said
        assert "Set aside until" not in said
    one = Finding.objects.get(rule="OBJ-02")
    assert (one.since, one.resolved_at) == (since, None)
