"""Taking a measure of the library into the site, stating one of one's own, giving either up without figures."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.accounts.models import User
from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.lib.errors import Refused, UserError
from wellrun.library import library
from wellrun.library.definition import MeasureSpec
from wellrun.library.rules import measure_breaches
from wellrun.measures import errors
from wellrun.measures.actions.definitions import FACTS, define_measure
from wellrun.measures.definition_fields import version_fields
from wellrun.measures.models import Measure, MeasureVersion
from wellrun.organisation.queries import enterprise, site_zone

# A definition holds for the whole site, so it takes a say over all of it.
DEFINERS = (Permission.ANALYSE, Permission.ADMINISTER)


class Adopted(NamedTuple):
    """The measure in the site, and whether it came with this call."""

    measure: Measure
    is_new: bool


@transaction.atomic
def adopt_measure(*, name: str, by: Actor) -> Adopted:
    """Take a measure of the library into the site, without figures; `name` is its library id or key.

    One that the site has already, under whatever key, is answered as it is; one that was given up is taken up again.
    Raises `library_measure_unknown`, `key_taken` where the site calls something else so, `not_permitted`.
    """
    permit_defining(by)
    spec = library().get(name)
    known = list(Measure.objects.select_for_update().filter(library_id=spec.library_id).order_by("key"))
    for measure in known:
        if measure.retired_on is None:
            return Adopted(measure, is_new=False)
    if own := next((measure for measure in known if measure.key == spec.key), None):
        Measure.objects.filter(pk=own.pk).update(retired_on=None)
        own.retired_on = None
        record(by=by, verb="adopt_measure", subject=own, data={"key": own.key, "library_id": spec.library_id})
        return Adopted(own, is_new=True)
    measure = define_from(spec, by=by)
    record(by=by, verb="adopt_measure", subject=measure, data={"key": measure.key, "library_id": spec.library_id})
    return Adopted(measure, is_new=True)


@transaction.atomic
def define_own_measure(*, spec: MeasureSpec, by: Actor) -> Measure:
    """State a measure of one's own, held against the same rules as those of the library.

    Raises `definition_wrong` with the field, `key_taken`, `not_permitted`.
    """
    permit_defining(by)
    for field, what in measure_breaches(spec):
        raise UserError(
            "definition_wrong", _("%(field)s: %(what)s.") % {"field": field, "what": what}, field=field, what=what
        )
    return define_from(spec, by=by)


@transaction.atomic
def retire_measure(*, measure: Measure, by: Actor) -> Measure:
    """Give up a measure that has no figures and stands nowhere. Given up already, it stays as it is.

    Raises `measure_in_use`, `not_permitted`.
    """
    permit_defining(by)
    locked = Measure.objects.select_for_update().get(pk=measure.pk)
    if locked.retired_on is not None:
        return locked
    if used := uses_of(locked):
        raise errors.measure_in_use(locked.key, ", ".join(used))
    locked.retired_on = clock.today(site_zone())
    locked.save(update_fields=["retired_on"])
    record(by=by, verb="retire_measure", subject=locked, data={"key": locked.key})
    return locked


def define_from(spec: MeasureSpec, *, watch_early: bool = False, by: Actor) -> Measure:
    """Write a definition down as a measure with its first version."""
    fields = version_fields(spec)
    facts = {name: fields.pop(name) for name in FACTS}
    fields["early_detection"] = fields["early_detection"] or watch_early
    return define_measure(key=spec.key, domain=spec.domain, library_id=spec.library_id, facts=facts, by=by, **fields)


def may_define(by: Actor) -> bool:
    """Whether somebody has a say over the definitions of the whole site; the site's own console always has."""
    if not isinstance(by, User):
        return True
    top = enterprise()
    return top is not None and any(may(by, permission, top.pk) for permission in DEFINERS)


def permit_defining(by: Actor) -> None:
    """Pass with a say over the definitions of the site. Raises `not_permitted`: the library itself is no secret."""
    if not may_define(by):
        raise Refused("not_permitted", _("Only analysts and administrators of the whole organisation define measures."))


def uses_of(measure: Measure, *, besides_library: bool = False) -> list[str]:
    """What in the site points to a measure, in words; rooms above are found through their keys to it.

    `besides_library`: without what came with it from the library, which goes with it.
    """
    uses: dict[str, Exists] = {}
    names: dict[str, str] = {}
    for relation in Measure._meta.related_objects:
        kind = relation.related_model
        if kind is MeasureVersion or not isinstance(kind, type):
            continue
        rows = kind._default_manager.filter(**{relation.field.name: OuterRef("pk")}).order_by()
        columns = {field.name for field in kind._meta.fields}
        if "retired_on" in columns:
            rows = rows.filter(retired_on__isnull=True)
        if besides_library and "origin" in columns:
            rows = rows.exclude(origin="library")
        column = f"use_{len(uses)}"
        uses[column], names[column] = Exists(rows), str(kind._meta.verbose_name_plural)
    found = Measure.objects.filter(pk=measure.pk).annotate(**uses).values(*uses).get()
    return list(dict.fromkeys(names[column] for column, is_used in found.items() if is_used))
