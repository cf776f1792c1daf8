"""A demo's password is public: nobody signs in to one that other machines can reach."""

from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import Client
from pytest_django import Settings

from tests.factories import a_unit, a_user
from wellrun.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(tmp_path: Path, settings: Settings) -> Settings:
    settings.DEMO_MARKER = tmp_path / "demo.json"
    settings.DEMO_MARKER.write_text("{}")
    return settings


def sign_in() -> int:
    user = a_user("nurse", (a_unit("ward"), "viewer"))
    user.set_password("wellrun-demo")
    User.objects.filter(pk=user.pk).update(password=user.password)
    return Client().post("/sign-in/", {"login": "nurse", "password": "wellrun-demo"}).status_code


def test_on_its_own_machine_it_opens(demo: Settings) -> None:
    demo.ON_LOOPBACK = True
    assert sign_in() == 302
    assert not [found for found in run_checks(include_deployment_checks=True) if found.id == "wellrun.E001"]


def test_where_others_reach_it_it_stays_shut(demo: Settings) -> None:
    demo.ON_LOOPBACK = False
    assert sign_in() == 422
    assert [found for found in run_checks(include_deployment_checks=True) if found.id == "wellrun.E001"]
    assert b"Accounts of this demo" not in Client().get("/sign-in/").content
