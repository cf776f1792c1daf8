"""What the database cannot read is the sender's mistake only where the sender sent it; anything else stays ours."""

from django.db import DataError, IntegrityError
from django.http import HttpResponse
from django.test import RequestFactory

from wellrun.lib.errors import UserError
from wellrun.web.refusals import Refusals

REFUSALS = Refusals(lambda _request: HttpResponse())
FAULT = DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")


def test_a_character_that_no_column_holds_is_answered_calmly() -> None:
    sent = RequestFactory()
    for request in (sent.get("/plans/p/catchball/?unit=a%00b"), sent.post("/plans/p/ranking/", {"post": "a\x00b"})):
        answer = REFUSALS.process_exception(request, FAULT)
        assert answer is not None
        assert answer.status_code == 400


def test_any_other_fault_of_the_database_surfaces() -> None:
    request = RequestFactory().get("/plans/p/catchball/?unit=north")
    assert REFUSALS.process_exception(request, FAULT) is None
    assert REFUSALS.process_exception(request, ValueError("ours")) is None
    answer = REFUSALS.process_exception(request, UserError("unclear", "Say it otherwise."))
    assert answer is not None
    assert answer.status_code == 400


class UniqueViolation(Exception):
    """As PostgreSQL says it."""

    sqlstate = "23505"


def test_who_comes_second_is_told_so_and_a_broken_record_surfaces() -> None:
    request = RequestFactory().post("/plans/p/stop-list/", {"title": "The same"})
    late, broken = IntegrityError("there already"), IntegrityError("no such row")
    late.__cause__ = UniqueViolation()
    answer = REFUSALS.process_exception(request, late)
    assert answer is not None
    assert answer.status_code == 409
    assert REFUSALS.process_exception(request, broken) is None
