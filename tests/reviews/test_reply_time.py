from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.factories import a_review, at
from tests.worlds import NEXT_WEEK, World
from wellrun.reviews.reply_time import next_start, usual_reply_by

LONDON = ZoneInfo("Europe/London")
BEFORE_THE_CLOCKS_CHANGE = datetime(2025, 10, 21, 8, 0, tzinfo=UTC)


def test_a_week_over_the_change_of_the_clocks_keeps_its_hour() -> None:
    with at(BEFORE_THE_CLOCKS_CHANGE):
        reply_by = usual_reply_by(LONDON, None)
    assert f"{reply_by.astimezone(LONDON):%Y-%m-%d %H:%M}" == "2025-10-28 09:00"


def test_nobody_has_to_answer_before_they_have_met() -> None:
    with at(BEFORE_THE_CLOCKS_CHANGE):
        late = usual_reply_by(LONDON, datetime(2025, 12, 16, 9, 0, tzinfo=UTC))
        soon = usual_reply_by(LONDON, datetime(2025, 10, 23, 9, 0, tzinfo=UTC))
    assert f"{late:%Y-%m-%d %H:%M}" == "2025-12-16 23:59"
    assert f"{soon.astimezone(LONDON):%Y-%m-%d %H:%M}" == "2025-10-28 09:00"


def test_the_next_sitting_is_found_without_being_planned(world: World) -> None:
    assert next_start(world.board) == NEXT_WEEK
    assert not world.board.reviews.exists()
    planned = a_review(world.board, datetime(2025, 10, 16, 8, 0, tzinfo=UTC), status="scheduled")
    assert next_start(world.board) == planned.starts_at
