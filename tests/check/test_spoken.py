"""How the sentences of the rules say a share."""

from __future__ import annotations

from wellrun.check.spoken import percent_beyond, percent_short


def test_a_share_that_falls_short_is_not_rounded_up_to_what_would_be_enough() -> None:
    assert percent_short(116.9 / 130, 0.9) == 89
    assert percent_short(100 / 130, 0.9) == 77


def test_a_share_that_goes_beyond_is_not_rounded_down_to_what_would_be_allowed() -> None:
    assert percent_beyond(1.104, 1.1) == 111
    assert percent_beyond(1.65, 1.1) == 165
