"""Which judging code gave an answer, so that what an older one judged is judged again."""

from __future__ import annotations

from django.db.models import QuerySet

from wellrun.insight.models import SeriesState

# Raise it with every change of `analytics.spc` or of this room after which the same figures give other states or
# signals. The next evaluation of a site, an hour at the most, then judges all of its series again.
JUDGING_VERSION = 6


def judged_by_others() -> QuerySet[SeriesState]:
    """The states that another version of the judging code gave."""
    return SeriesState.objects.exclude(judging_version=JUDGING_VERSION)
