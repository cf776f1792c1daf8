"""From what an open action began, as the model check learns of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories import NOW, a_review, a_signal, an_item, at
from tests.mending.sites import Site, a_whole_site, an_action, series_of
from wellrun.jobs.model_check import SiteCheck
from wellrun.reviews.models import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Iterator[Site]:
    with at():
        yield a_whole_site()


def settled(site: Site, *, with_signal: bool = True, kind: str = "signal", **facts: Any) -> None:
    """An item of a change, settled by an action as it stood then."""
    series = series_of(site.lag, site.system)
    signals = [a_signal(series)] if with_signal else []
    item = an_item(a_review(site.forum), site.system, kind=kind, signals=signals, series=series, facts=facts)
    outcome = {"item": item, "recorded_at": NOW, "recorded_by": "somebody"}
    Outcome.objects.create(action=an_action(site), **outcome)


def said(site: Site) -> str:
    """What the check of the site says of the action."""
    verdict = SiteCheck(site.plan).verdict()
    if any(one.rule == "REV-06" for one in verdict.found):
        return "hit"
    return "not checked" if any(one.rule == "REV-06" for one in verdict.skipped) else "clear"


def test_one_that_answers_a_signal_is_clear(site: Site) -> None:
    settled(site)
    assert said(site) == "clear"


def test_one_that_answers_an_old_change_is_clear(site: Site) -> None:
    settled(site, kind="long_standing")
    assert said(site) == "clear"


def test_one_that_answers_a_change_that_was_taken_back_answers_the_usual_spread(site: Site) -> None:
    settled(site, withdrawn=True, withdrawn_why="correction")
    assert said(site) == "hit"


def test_of_a_point_that_was_left_out_it_is_not_known(site: Site) -> None:
    settled(site, withdrawn=True, withdrawn_why="left_out")
    assert said(site) == "not checked"


def test_of_an_item_whose_signals_are_answered_elsewhere_it_is_not_known(site: Site) -> None:
    settled(site, with_signal=False)
    assert said(site) == "not checked"


def test_of_one_that_settled_no_item_it_is_not_known(site: Site) -> None:
    an_action(site)
    assert said(site) == "not checked"
