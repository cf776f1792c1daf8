"""A date to look back is useful only once the figures can show something."""

from __future__ import annotations

from datetime import date

from wellrun.execution.errors import look_back_too_early
from wellrun.execution.words import within
from wellrun.measures.look_back import earliest_useful_date
from wellrun.measures.models import Series


def require_useful(look_back: date | None, *, series: Series | None, completion: date, effect_delay_days: int) -> None:
    """Pass without a date or with one late enough; raise `look_back_too_early` with the date from which it can be.

    `feed_ended`: no figure will come that could show anything, so no date is useful.

    Without a series there are no figures to wait for: the day of completion is then the earliest.
    """
    if look_back is None:
        return
    delay = within(effect_delay_days, 0, 3650)
    earliest = completion if series is None else earliest_useful_date(series, completion, delay)
    if look_back < earliest:
        raise look_back_too_early(earliest)
