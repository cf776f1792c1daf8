"""What someone signed in sees stays in no cache."""

import pytest

from tests.factories import a_unit, a_user


@pytest.mark.django_db
def test_pages_and_files_say_that_they_are_not_to_be_kept(client: object) -> None:
    user = a_user("nurse", (a_unit("ward"), "viewer"))
    client.force_login(user)  # type: ignore[attr-defined]
    page = client.get("/u/ward/strategy/")  # type: ignore[attr-defined]
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
