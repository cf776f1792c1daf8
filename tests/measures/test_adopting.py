"""A library measure is taken in as it stands, once; one of one's own by the same rules; either may be given up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories import a_measure, a_series, at
from tests.worlds import World, a_world
from wellrun.access.actions import grant
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.library import library
from wellrun.library.definition import MeasureSpec
from wellrun.measures.actions import adopt_measure, define_measure, define_own_measure, retire_measure
from wellrun.measures.definition_fields import spec_of, version_fields
from wellrun.measures.models import Measure, MeasureVersion, Observation, Series

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

OWN = MeasureSpec(
    key="own-waits",
    name="People who wait too long",
    domain="access_experience",
    definition="Of the people who wait, the share who wait too long.",
    numerator="People who wait too long",
    denominator="People who wait",
    bounded=True,
)


@pytest.fixture
def world() -> World:
    return a_world()


def with_level(world: World, level: str) -> User:
    grant(user=world.stranger, unit=world.system, level=level, by=SYSTEM)
    return world.stranger


@pytest.mark.parametrize("spec", library().measures, ids=lambda spec: spec.library_id)
def test_every_measure_of_the_library_can_be_adopted_and_says_the_same_after(world: World, spec: MeasureSpec) -> None:
    measure, is_new = adopt_measure(name=spec.library_id, by=with_level(world, "analyst"))

    assert is_new
    assert spec_of(MeasureVersion.objects.select_related("measure").get(measure=measure)) == replace(spec, tier="")
    assert (Series.objects.filter(measure=measure).count(), Observation.objects.count()) == (0, 0)


def test_adopting_twice_changes_nothing(world: World) -> None:
    by = with_level(world, "administrator")
    first = adopt_measure(name="readmit30", by=by)

    again = adopt_measure(name="q.readmit30", by=by)

    assert (again.measure, first.is_new, again.is_new) == (first.measure, True, False)
    assert AuditEvent.objects.filter(verb="adopt_measure").count() == 1


def test_a_measure_that_the_site_has_under_another_key_is_that_one(world: World) -> None:
    own = a_measure("heimkehrer")
    Measure.objects.filter(pk=own.pk).update(library_id="q.readmit30")

    measure, is_new = adopt_measure(name="q.readmit30", by=SYSTEM)

    assert (measure, is_new) == (own, False)


@pytest.mark.parametrize("level", ["viewer", "contributor", "chair"])
def test_others_are_refused(world: World, level: str) -> None:
    with pytest.raises(Refused):
        adopt_measure(name="q.readmit30", by=with_level(world, level))


def test_an_analyst_of_a_part_does_not_define_for_the_whole(world: World) -> None:
    grant(user=world.stranger, unit=world.north, level="analyst", by=SYSTEM)

    with pytest.raises(Refused, match="of the whole organisation"):
        adopt_measure(name="q.readmit30", by=world.stranger)


def test_what_the_library_does_not_have_is_not_found(world: World) -> None:
    with pytest.raises(NotFound, match=r"no measure “q\.unknown”"):
        adopt_measure(name="q.unknown", by=SYSTEM)


def test_a_key_of_the_site_is_not_taken_over(world: World) -> None:
    a_measure("readmit30")

    with pytest.raises(Conflict, match="already a measure with the key"):
        adopt_measure(name="q.readmit30", by=SYSTEM)


def test_given_up_and_taken_up_again(world: World) -> None:
    measure = adopt_measure(name="q.cdi", by=SYSTEM).measure
    with at():
        retired = retire_measure(measure=measure, by=SYSTEM)
        assert retire_measure(measure=measure, by=SYSTEM).retired_on == retired.retired_on

    again = adopt_measure(name="q.cdi", by=SYSTEM)

    assert retired.retired_on is not None
    assert (again.measure, again.is_new) == (measure, True)
    assert Measure.objects.get(pk=measure.pk).retired_on is None
    assert MeasureVersion.objects.filter(measure=measure).count() == 1


def test_what_has_a_series_is_not_given_up(world: World) -> None:
    measure = adopt_measure(name="q.cdi", by=SYSTEM).measure
    a_series(world.north, measure)

    with pytest.raises(Conflict, match="in use"):
        retire_measure(measure=measure, by=SYSTEM)


def test_a_measure_of_ones_own_is_held_against_the_same_rules(world: World) -> None:
    by = with_level(world, "analyst")

    assert define_own_measure(spec=OWN, by=by).key == "own-waits"
    with pytest.raises(UserError, match="denominator: a proportion needs one"):
        define_own_measure(spec=replace(OWN, key="other", denominator=""), by=by)
    with pytest.raises(UserError, match="name of a programme"):
        define_own_measure(spec=replace(OWN, key="other", name="HEDIS waits", conformance="approximation"), by=by)
    with pytest.raises(Conflict):
        define_own_measure(spec=OWN, by=by)


def test_no_way_into_the_records_lets_an_approximation_carry_a_programmes_name() -> None:
    fields = version_fields(replace(OWN, name="CMS waits", conformance="approximation"))
    for name in ("perspective", "default_role", "settings", "counted_in", "natural_frequency", "review_cadence"):
        del fields[name]
    del fields["suited_chart"], fields["standards"]

    with pytest.raises(UserError, match="cannot carry the name “CMS”"):
        define_measure(key="own", domain="access_experience", by=SYSTEM, **fields)
