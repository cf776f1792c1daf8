"""The words of a detection as small codes."""

from __future__ import annotations

from wellrun.analytics.spc.codes import Word


class Family(Word):
    """What a series is taken for; AUTO only ever as a wish."""

    AUTO = 0
    NORMAL = 1
    BINOMIAL = 2
    POISSON = 3


class Season(Word):
    """What comes round again: months (or quarters) of a year, days of a week; AUTO only ever as a wish."""

    AUTO = 0
    NONE = 1
    MONTHLY = 2
    WEEKLY = 3


class Status(Word):
    """Whether a series could be watched. Only OK ever carries an alarm."""

    OK = 0
    INSUFFICIENT_DATA = 1
    CONSTANT = 2


class Arm(Word):
    """What raised the alarm: the drift of many points, or one point by itself."""

    NONE = 0
    EWMA = 1
    SHEWHART = 2


class Doubt(Word):
    """Why the rate of false alarms is not promised of a series, by its baseline or its grain; NONE where it is."""

    NONE = 0
    LONG_TAILS = 1
    UNEVEN_COUNTS = 2
    EVENTS = 3


class Young(Word):
    """Whether the points within a self-starting baseline were judged when they came, and under a promise."""

    UNJUDGED = 0
    PROMISED = 1
    UNPROMISED = 2
