"""A definition is completed on a page as its next version, and the check sees it."""

from __future__ import annotations

import pytest

from tests.factories import TODAY, a_user, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.access.models import Level
from wellrun.accounts.models import User
from wellrun.check.models import Finding
from wellrun.jobs.model_check import check_plan
from wellrun.measures.models import MeasureVersion

PAGE = "/u/system/data/measures/ready-to-leave/edit/"


@pytest.fixture
def analyst(world: World) -> User:
    return a_user("definer", (world.system, Level.ANALYST))


def sent(**said: str) -> dict[str, str]:
    version = MeasureVersion.objects.get(measure__key="ready-to-leave", current=True)
    names = ("name", "definition", "numerator", "denominator", "direction", "display_unit", "source_text")
    return {name: getattr(version, name) for name in names} | {"effective_from": TODAY.isoformat()} | said


def test_what_lacks_is_completed_and_the_finding_is_mended(world: World, analyst: User) -> None:
    one = an_objective("leave-on-time", world.north, world.lead_post, roles={"lag": world.series.measure})
    check_plan(one.plan)
    finding = Finding.objects.get(rule="MEA-01")
    client = client_of(analyst)
    assert f'href="{PAGE}"' in client.get("/u/system/data/measures/ready-to-leave/").content.decode()
    whole = sent(numerator="Patients ready to leave", denominator="All patients", source_text="Our own")
    assert "saved as version 2" in text_of(client.post(PAGE, whole, follow=True))
    assert MeasureVersion.objects.get(measure__key="ready-to-leave", current=True).number == 2
    finding.refresh_from_db()
    assert finding.resolved_at is not None


def test_the_same_again_is_no_version(world: World, analyst: User) -> None:
    assert "It is defined so already." in text_of(client_of(analyst).post(PAGE, sent(), follow=True))
    assert MeasureVersion.objects.filter(measure__key="ready-to-leave").count() == 1


@pytest.mark.parametrize("field", ["name", "definition", "direction", "effective_from"])
def test_what_lacks_is_said(world: World, analyst: User, field: str) -> None:
    assert client_of(analyst).post(PAGE, sent(**{field: ""})).status_code == 422


def test_only_who_defines_measures_does(world: World, analyst: User) -> None:
    assert client_of(world.lead).get(PAGE.replace("system", "north")).status_code == 403
    assert client_of(analyst).get("/u/system/data/measures/no-such/edit/").status_code == 404
