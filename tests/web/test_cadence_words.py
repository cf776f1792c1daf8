"""A rule for when to meet, as people say it."""

from datetime import UTC, datetime

import pytest

from wellrun.reviews.models import Forum
from wellrun.web.presenters.reviews.cadence import cadence_words

TUESDAY = datetime(2025, 1, 7, 9, 0, tzinfo=UTC)


def said(cadence: str, *, zone: str = "Europe/London", start: datetime = TUESDAY, days: int = 10) -> str:
    return cadence_words(Forum(cadence=cadence, first_start=start, time_zone=zone, cadence_days=days))


@pytest.mark.parametrize(
    ("cadence", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "Every Tuesday at 09:00"),
        ("RRULE:FREQ=WEEKLY", "Every Tuesday at 09:00"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "Every Tuesday and Thursday at 09:00"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "Every Monday, Wednesday and Friday at 09:00"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Monday to Friday at 09:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Every 2 weeks on Tuesday at 09:00"),
        ("FREQ=DAILY", "Every day at 09:00"),
        ("FREQ=DAILY;INTERVAL=3", "Every 3 days at 09:00"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "Monday to Friday at 09:00"),
        ("FREQ=MONTHLY;BYDAY=3WE", "The third Wednesday of each month at 09:00"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "The last Friday of each month at 09:00"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "The last Friday of each month at 09:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "Day 15 of each month at 09:00"),
        ("FREQ=MONTHLY", "Day 7 of each month at 09:00"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=4TH", "Every 3 months on the fourth Thursday at 09:00"),
    ],
)
def test_a_plain_rule_is_said_plainly(cadence: str, words: str) -> None:
    assert said(cadence) == words


@pytest.mark.parametrize(
    "cadence",
    [
        "FREQ=YEARLY",
        "FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=WEEKLY;BYMONTH=3",
        "FREQ=DAILY;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYDAY=2TU;BYMONTHDAY=9",
    ],
)
def test_a_rule_too_rich_for_words_is_said_by_its_length(cadence: str) -> None:
    assert said(cadence) == "About every 10 days at 09:00"


def test_the_hour_is_the_forums_own() -> None:
    assert said("FREQ=WEEKLY", zone="America/New_York", start=datetime(2025, 1, 7, 14, 0, tzinfo=UTC)).endswith("09:00")
