"""A form that another site sends in one's name changes nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.access.matrix import PAGES, Row
from tests.access.places import around
from tests.factories import at
from wellrun.audit.models import AuditEvent

WRITES = [row for row in PAGES if row.method == "POST"]


@pytest.mark.django_db
def test_every_write_of_a_page_needs_the_token_of_its_own_form() -> None:
    with at():
        site = around()
        for person in ("chair", "holder", "analyst"):
            browser = Client(enforce_csrf_checks=True)
            browser.force_login(site.people[person])
            before = AuditEvent.objects.count()
            assert {row.name: _send(browser, row, site) for row in WRITES} == dict.fromkeys(
                (row.name for row in WRITES), 403
            )
            assert AuditEvent.objects.count() == before


@pytest.mark.django_db
def test_signing_in_and_out_need_it_too() -> None:
    browser = Client(enforce_csrf_checks=True)
    for path in ("/sign-in/", "/sign-out/"):
        assert browser.post(path, {"login": "x", "password": "x"}).status_code in {302, 403}


def _send(browser: Client, row: Row, site: object) -> int:
    place = site.places["own"]  # type: ignore[attr-defined]
    return browser.post(row.path(place), row.body(place) if row.body else {}).status_code
