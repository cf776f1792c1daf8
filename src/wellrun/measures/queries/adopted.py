"""Which measures of the library the site has."""

from __future__ import annotations

from wellrun.measures.models import Measure


def measures_by_library_id() -> dict[str, Measure]:
    """The site's measure for each library id that it has, without those given up; of several the first by key."""
    rows = Measure.objects.filter(retired_on__isnull=True).exclude(library_id="").order_by("-key")
    return {measure.library_id: measure for measure in rows}
