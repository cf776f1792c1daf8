"""The log proves itself, and with an anchor of an earlier proof also that nothing was cut off its end."""

import pytest
from django.db import connection, transaction

from tests.factories import a_unit
from wellrun.audit.actions import SYSTEM, record
from wellrun.audit.models import AuditEvent, AuditHead
from wellrun.audit.queries import Anchor, first_broken_event, present_anchor

pytestmark = pytest.mark.django_db


def write(times: int) -> None:
    unit = a_unit("ward")
    for number in range(times):
        with transaction.atomic():
            record(by=SYSTEM, verb="tested", subject=unit, data={"number": number})


def rewrite(statement: str) -> None:
    """As whoever owns the database file could: past the trigger."""
    if connection.vendor == "postgresql":
        pytest.skip("left out: about a rewritten SQLite file only")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_no_rewrite")
        cursor.execute(statement)


def test_an_untouched_log_holds() -> None:
    write(5)
    assert first_broken_event() is None
    assert first_broken_event(present_anchor()) is None


def test_an_empty_log_holds_without_anchor_only() -> None:
    assert first_broken_event() is None
    assert first_broken_event(Anchor(3, "x")) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET actor = 'somebody' WHERE id = 3",
        "UPDATE audit_auditevent SET verb = 'other' WHERE id = 3",
        "DELETE FROM audit_auditevent WHERE id = 3",
    ],
)
def test_a_changed_or_missing_event_is_found(statement: str) -> None:
    write(5)
    rewrite(statement)
    assert first_broken_event() == 3


def test_a_missing_head_is_found() -> None:
    write(5)
    last = AuditEvent.objects.count()
    AuditHead.objects.all().delete()
    assert first_broken_event() == last + 1


def test_an_end_cut_off_with_its_head_is_found_by_the_anchor() -> None:
    write(5)
    anchor = present_anchor()
    rewrite("DELETE FROM audit_auditevent WHERE id > 2")
    kept = AuditEvent.objects.get(id=2)
    AuditHead.objects.update(last_id=2, last_hash=kept.hash)
    assert first_broken_event() is None
    assert first_broken_event(anchor) == 3
