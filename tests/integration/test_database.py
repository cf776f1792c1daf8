"""The harness: the suite meets the database that it was given."""

import os

import pytest
from django.db import connection

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_the_database_is_the_one_the_run_names() -> None:
    url = os.environ.get("WELLRUN_DATABASE_URL", "sqlite")
    assert connection.vendor == url.partition(":")[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 + 1")
        assert cursor.fetchone() == (2,)


def test_sqlite_runs_as_in_service_with_a_write_ahead_log() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("left out: about SQLite only")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
