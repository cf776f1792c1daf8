"""Who calls: tokens that hold, tokens that do not, sessions with their CSRF token."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.api.calling import ROOT, Program
from tests.factories import NOW, at
from tests.worlds import World
from wellrun.accounts.actions import issue_token, revoke_token
from wellrun.accounts.models import ApiToken, User
from wellrun.api.failures import MOST_FAILURES
from wellrun.audit.actions import SYSTEM


def bearer(secret: str) -> Program:
    return Program(authorization=f"Bearer {secret}")


def a_token(user: User, **changed: Any) -> tuple[ApiToken, str]:
    return issue_token(**{"user": user, "name": "test", "may_write": False, "days": 7, "by": SYSTEM} | changed)


def test_a_token_acts_on_behalf_of_its_account(world: World) -> None:
    assert bearer(a_token(world.lead)[1]).get("/units").keys == ["north"]
    assert bearer(a_token(world.chief)[1]).get("/units").keys == ["north", "south", "system"]


def test_without_a_word_of_who_calls_the_answer_says_what_to_send(world: World) -> None:
    answer = Program().get("/units")
    assert (answer.status, answer.code) == (401, "sign_in_needed")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Wellrun"'


@pytest.mark.parametrize(
    "header", ["Bearer wr_nobody", "Bearer ", "Bearer", "Basic bGVhZDpsZWFk", "", "wr_x", "Bearer é"]
)
def test_a_header_that_is_no_token_on_record_is_refused(world: World, header: str) -> None:
    answer = Program(authorization=header).get("/units")
    assert (answer.status, answer.code) == (401, "token_invalid")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Wellrun", error="invalid_token"'


def test_the_scheme_is_read_in_any_case(world: World) -> None:
    assert Program(authorization=f"bearer  {a_token(world.lead)[1]} ").get("/units").status == 200


def test_a_token_ends_on_its_day(world: World) -> None:
    secret = a_token(world.lead, days=7)[1]
    with at(days=6.99):
        assert bearer(secret).get("/units").status == 200
    with at(days=7):
        assert bearer(secret).get("/units").code == "token_invalid"


def test_a_revoked_token_opens_nothing(world: World) -> None:
    token, secret = a_token(world.lead)
    revoke_token(token=token, by=SYSTEM)
    assert bearer(secret).get("/units").code == "token_invalid"


def test_the_token_of_a_closed_account_opens_nothing(world: World) -> None:
    secret = a_token(world.lead)[1]
    User.objects.filter(pk=world.lead.pk).update(is_active=False)
    assert bearer(secret).get("/units").code == "token_invalid"


def test_a_token_that_only_reads_writes_nothing(world: World) -> None:
    reader = Program(world.lead, write=False)
    assert reader.get(f"/reviews/{world.review.pk}").status == 200
    answer = reader.post(f"/reviews/{world.review.pk}/close")
    assert (answer.status, answer.code) == (403, "token_read_only")
    world.review.refresh_from_db()
    assert world.review.status == "open"


def test_a_failed_token_never_falls_back_to_a_session(world: World) -> None:
    browser = Client(headers={"authorization": "Bearer wr_nobody"})
    browser.force_login(world.lead)
    assert browser.get(f"{ROOT}/units").status_code == 401


def test_the_session_of_the_pages_reads(world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.lead)
    assert browser.get(f"{ROOT}/units").status_code == 200


def test_a_session_writes_with_its_csrf_token_only(world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.lead)
    path = f"{ROOT}/reviews/{world.review.pk}/close"
    refused = browser.post(path, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    browser.get("/sign-in/")
    browser.get(f"/u/{world.north.key}/strategy/")
    token = browser.cookies["csrftoken"].value
    assert browser.post(path, content_type="application/json", headers={"x-csrftoken": "x" * 32}).status_code == 403
    assert browser.post(path, content_type="application/json", headers={"x-csrftoken": token}).status_code == 200


def test_many_tokens_that_fail_from_one_address_have_to_wait(world: World) -> None:
    cache.clear()
    good = bearer(a_token(world.lead)[1])
    stranger = Program(authorization="Bearer wr_guess")
    assert {stranger.get("/units").status for _ in range(MOST_FAILURES)} == {401}
    answer = stranger.get("/units")
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (429, "too_many_failures", "300")
    assert good.get("/units").status == 200
    elsewhere = Client(headers={"authorization": "Bearer wr_guess"}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.get(f"{ROOT}/units").status_code == 401
    cache.clear()


def test_the_last_use_of_a_token_is_known_to_within_five_minutes(world: World) -> None:
    token, secret = a_token(world.lead)
    program = bearer(secret)
    used = []
    for minutes in (0, 4, 6):
        with at(NOW + timedelta(minutes=minutes)):
            program.get("/units")
        token.refresh_from_db()
        used.append(token.last_used_at)
    assert used == [NOW, NOW, NOW + timedelta(minutes=6)]


def test_only_the_digest_of_a_token_is_kept(world: World) -> None:
    token, secret = a_token(world.lead)
    assert secret.startswith(token.prefix)
    assert secret not in str(list(ApiToken.objects.values()))
