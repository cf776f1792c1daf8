"""A site that others can reach: HTTPS only, cookies that stay on it, nothing that Django minds before a deployment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LOOK = """
import json, django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from wellrun.accounts.models import User
from wellrun.lib import clock
user = User.objects.create_user("chair", "correct horse battery", display_name="Chair", created_at=clock.now())
browser = Client(headers={"host": HOST})
plain = browser.get("/sign-in/")
page = browser.get("/sign-in/", secure=True)
SIGN_IN = {"login": "chair", "password": "correct horse battery"}
assert browser.post("/sign-in/", SIGN_IN, secure=HOST != "127.0.0.1").status_code == 302
strange = Client(headers={"host": "evil.example"}).get("/sign-in/", secure=True)
cookie = lambda name: {key: browser.cookies[name][key] for key in ("secure", "httponly", "samesite")}
print(json.dumps({
    "plain": [plain.status_code, plain.get("Location", "")],
    "page": page.status_code,
    "headers": dict(page.headers),
    "csrf": cookie("csrftoken"),
    "session": cookie("sessionid"),
    "strange": strange.status_code,
}))
"""


def run(home: Path, hosts: str, *command: str, proxies: str = "") -> subprocess.CompletedProcess[str]:
    """A fresh interpreter with the settings of a site that has these hosts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WELLRUN_")}
    environment = kept | {
        "WELLRUN_HOME": str(home),
        "WELLRUN_HOSTS": hosts,
        "WELLRUN_TRUSTED_PROXIES": proxies,
        "DJANGO_SETTINGS_MODULE": "wellrun.config.settings",
    }
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True)


def look(home: Path, hosts: str) -> dict[str, Any]:
    answer = run(home, hosts, "-c", f"HOST = {hosts.split(',')[0]!r}\n{LOOK}")
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a site says that others reach by name."""
    return look(tmp_path_factory.mktemp("reached"), "wellrun.example")


def test_everything_goes_over_https_and_stays_there(reached: dict[str, Any]) -> None:
    assert reached["plain"] == [301, "https://wellrun.example/sign-in/"]
    assert reached["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_cookies_travel_over_https_only_and_no_script_reads_them(reached: dict[str, Any]) -> None:
    guarded = {"secure": True, "httponly": True, "samesite": "Lax"}
    assert (reached["session"], reached["csrf"]) == (guarded, guarded)


def test_another_host_name_is_not_answered(reached: dict[str, Any]) -> None:
    assert (reached["page"], reached["strange"]) == (200, 400)


def test_a_page_runs_no_foreign_script_and_sits_in_no_foreign_frame(reached: dict[str, Any]) -> None:
    headers = reached["headers"]
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    for sources in policy.values():
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"} & set(sources.split())
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_on_loopback_plain_http_works(tmp_path: Path) -> None:
    found = look(tmp_path, "127.0.0.1,localhost")
    assert found["plain"][0] == 200
    assert "Strict-Transport-Security" not in found["headers"]
    assert found["session"]["secure"] == ""


MANAGE = ("-m", "wellrun.config.manage", "check", "--deploy", "--fail-level", "WARNING")


def test_the_list_for_deployment_minds_nothing(tmp_path: Path) -> None:
    answer = run(tmp_path, "wellrun.example", *MANAGE, proxies="1")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "0 silenced" in answer.stdout


@pytest.mark.parametrize(
    ("hosts", "proxies", "found"),
    [
        ("wellrun.example", "", "wellrun.W001"),
        ("wellrun.example", "*", "wellrun.W002"),
        ("wellrun.example", "-1", "wellrun.W002"),
        ("*", "1", "wellrun.W003"),
    ],
)
def test_a_proxy_that_is_not_counted_and_a_name_that_is_not_told_are_minded(
    tmp_path: Path, hosts: str, proxies: str, found: str
) -> None:
    answer = run(tmp_path, hosts, *MANAGE, proxies=proxies)
    assert answer.returncode == 1
    assert found in answer.stderr
    assert answer.stderr.count("(wellrun.") == 1


def test_the_signing_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    print_key = ("-c", "from django.conf import settings; print(settings.SECRET_KEY)")
    keys = {run(tmp_path, "wellrun.example", *print_key).stdout for _ in range(2)}
    assert len(keys) == 1
    assert len(keys.pop().strip()) > 60
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
