"""What of a panel the points of a chart are."""

from __future__ import annotations

from enum import Enum


class Judged(Enum):
    """What of a panel the points of a chart are."""

    VALUE = "the value"
    RATIO = "numerator over denominator"
    COUNT = "the numerator, or the value where there is none"
    RANGE = "how far the value moved since the period before"
    SUM = "evidence added up over the cases"
    SUBGROUP = "mean or standard deviation of raw subgroups"
