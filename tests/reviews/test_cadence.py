from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from wellrun.lib.errors import UserError
from wellrun.reviews.cadence import next_after, occurrences, require_rule, round_days

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2025, 10, 7, 9, 0, tzinfo=LONDON)  # a Tuesday, summer time


def walls(cadence: str, *, count: int, first: datetime = FIRST, zone: str = "Europe/London") -> list[datetime]:
    place = ZoneInfo(zone)
    return [each.astimezone(place) for each in islice(occurrences(cadence, first, zone, not_before=first), count)]


def test_tuesday_at_nine_stays_at_nine_when_the_clocks_change() -> None:
    sittings = list(islice(occurrences("FREQ=WEEKLY;BYDAY=TU", FIRST, "Europe/London", not_before=FIRST), 4))
    assert [each.astimezone(LONDON).hour for each in sittings] == [9, 9, 9, 9]
    assert [each.astimezone(UTC).hour for each in sittings] == [8, 8, 8, 9]  # winter time from 26 October


def test_a_time_that_a_change_skips_is_held_an_hour_later() -> None:
    first = datetime(2026, 3, 28, 1, 30, tzinfo=LONDON)
    assert [each.strftime("%d %H:%M") for each in walls("FREQ=DAILY", first=first, count=3)] == [
        "28 01:30",
        "29 02:30",
        "30 01:30",
    ]


def test_a_time_that_happens_twice_is_held_once_the_first_time() -> None:
    first = datetime(2025, 10, 25, 1, 30, tzinfo=LONDON)
    sittings = walls("FREQ=DAILY", first=first, count=3)
    assert [each.strftime("%d %H:%M %Z") for each in sittings] == ["25 01:30 BST", "26 01:30 BST", "27 01:30 GMT"]


def test_weekdays_leave_the_weekend_out() -> None:
    days = [each.date() for each in walls("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", count=5)]
    assert days == [date(2025, 10, day) for day in (7, 8, 9, 10, 13)]


def test_next_is_strictly_after() -> None:
    rule = ("FREQ=WEEKLY;BYDAY=TU", FIRST, "Europe/London")
    assert next_after(*rule, FIRST - timedelta(seconds=1)) == FIRST
    assert next_after(*rule, FIRST) == FIRST + timedelta(days=7)
    assert next_after(*rule, FIRST - timedelta(days=400)) == FIRST


def test_next_is_found_years_later() -> None:
    found = next_after("FREQ=MONTHLY;BYDAY=3TU", FIRST, "Europe/London", datetime(2045, 1, 1, tzinfo=UTC))
    assert found == datetime(2045, 1, 17, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cadence", "days"),
    [
        ("FREQ=DAILY", 1),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", 1),
        ("FREQ=WEEKLY;BYDAY=TU", 7),
        ("FREQ=WEEKLY;INTERVAL=2", 14),
        ("FREQ=MONTHLY;BYDAY=3TU", 28),
        ("FREQ=MONTHLY;BYMONTHDAY=7", 31),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU", 91),
        ("FREQ=YEARLY", 365),
    ],
)
def test_a_round_is_as_long_as_it_usually_is(cadence: str, days: int) -> None:
    assert round_days(cadence, FIRST, "Europe/London") == days


@pytest.mark.parametrize(
    ("cadence", "code"),
    [
        ("", "cadence_unreadable"),
        ("every Tuesday", "cadence_unreadable"),
        ("FREQ=HOURLY", "cadence_unreadable"),
        ("FREQ=SECONDLY", "cadence_unreadable"),
        ("FREQ=WEEKLY;BYDAY=XX", "cadence_unreadable"),
        ("FREQ=WEEKLY;INTERVAL=0", "cadence_unreadable"),
        ("FREQ=WEEKLY;INTERVAL=-1", "cadence_unreadable"),
        ("FREQ=WEEKLY\nEXDATE:20251014T090000", "cadence_unreadable"),
        ("DTSTART:20200101T000000\nRRULE:FREQ=DAILY", "cadence_unreadable"),
        ("FREQ=WEEKLY;" + "BYDAY=TU;" * 40, "cadence_unreadable"),
        ("FREQ=YEARLY;INTERVAL=5", "cadence_unreadable"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "cadence_unreadable"),
        ("FREQ=WEEKLY;COUNT=3", "cadence_ends"),
        ("FREQ=WEEKLY;UNTIL=20260101", "cadence_ends"),
    ],
)
def test_what_is_no_rhythm_is_refused(cadence: str, code: str) -> None:
    with pytest.raises(UserError) as refusal:
        require_rule(cadence, FIRST, "Europe/London")
    assert refusal.value.code == code


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "Europe/\x00"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(UserError) as refusal:
        require_rule("FREQ=WEEKLY", FIRST, zone)
    assert refusal.value.code == "zone_unknown"
