"""The way from a finding to the form that mends it, filled in already, for those who may fill it in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode

from wellrun.access.models import Grant
from wellrun.access.permissions import Permission, permissions_of
from wellrun.accounts.models import User
from wellrun.check.mending import ADOPT, fix_words
from wellrun.check.models import Finding
from wellrun.jobs.mending.forms import FORMS, FixForm
from wellrun.jobs.mending.places import IN_LIBRARY, Place, Places
from wellrun.measures.actions.adopting import DEFINERS
from wellrun.organisation.models import Unit
from wellrun.strategy.models import Plan

# Which permission the forms about a kind of record ask for; any of them is enough.
_ASKS: Final[Mapping[str, tuple[Permission, ...]]] = {
    "aim": (Permission.CHAIR, Permission.ANALYSE),
    "figures": (Permission.CHAIR, Permission.ANALYSE),
    "definition": DEFINERS,
    "links": DEFINERS,
    "measure": (Permission.CHAIR, Permission.ADMINISTER),
    "staffing": (Permission.ADMINISTER,),
}
_CHAIRS: Final = (Permission.CHAIR,)
_OF_A_PLAN: Final = frozenset({"plan", "objective", "initiative", "post"})


@dataclass(frozen=True)
class FixLink:
    """A form that mends a finding: what it does in words, and its address with what is known filled in."""

    verb: str
    label: str
    href: str


class Fixes:
    """The forms that mend some findings of a plan, for one reader looking at a unit.

    A query for each kind of record that the fixes name, six or seven as a rule, however many findings there are.
    """

    def __init__(self, user: User, plan: Plan, unit: Unit, findings: Iterable[Finding]) -> None:
        self._plan = plan
        self._places = Places(user, plan, unit, [fix for one in findings if (fix := fix_of(one))])
        self._allowed = _allowed(user, self._places.units())

    def of(self, finding: Finding) -> FixLink | None:
        """The form for one of them; None where there is none, or it is not the reader's to fill in."""
        fix = fix_of(finding)
        if fix is None:
            return None
        verb, values = fix
        form = FORMS[verb]
        place = self._places.of(form, values)
        if place is None or not self._may(form, place):
            return None
        address = reverse(place.address or form.address, args=place.arguments)
        if place.address == IN_LIBRARY:
            return FixLink(verb, ADOPT, address)
        return FixLink(verb, fix_words(verb, values), address + _query(form, self._places.called_here(values)))

    def values_of(self, finding: Finding) -> Mapping[str, Any]:
        """What is known of what mends a finding, by the keys of this site, or as it will call what it adopts."""
        fix = fix_of(finding)
        return self._places.called_here(fix[1]) if fix else {}

    def _may(self, form: FixForm, place: Place) -> bool:
        if form.about in _OF_A_PLAN and self._plan.stage == Plan.Stage.CLOSED:
            return False
        if place.is_theirs:
            return True
        held = self._allowed.get(place.unit_id, frozenset()) if place.unit_id else frozenset()
        return not held.isdisjoint(_ASKS.get(form.about, _CHAIRS))


def fix_of(finding: Finding) -> tuple[str, Mapping[str, Any]] | None:
    """The verb of what mends it, and the values known; None where nothing single does."""
    fix = finding.facts.get("fix")
    return (fix["verb"], fix["values"]) if fix and fix["verb"] in FORMS else None


def _query(form: FixForm, values: Mapping[str, Any]) -> str:
    """What is filled in; what is not known is left out, or empties the field where that is the fix."""
    given = {name: values.get(value) for name, value in form.fields.items()}
    said = {name: value if value is not None else "" for name, value in given.items()}
    said = {name: value for name, value in said.items() if value != "" or name in form.emptied} | dict(form.always)
    return f"?{urlencode(said)}" if said else ""


def _allowed(user: User, unit_ids: set[UUID]) -> Mapping[UUID, frozenset[Permission]]:
    """By unit what the reader's grants allow there; one query."""
    rows = Grant.objects.filter(
        user=user.pk,
        unit__below__descendant__in=unit_ids,
        unit__below__descendant__membership=Unit.Membership.MEMBER,
    )
    found: dict[UUID, set[Permission]] = defaultdict(set)
    for unit_id, level in rows.values_list("unit__below__descendant", "level"):
        found[unit_id] |= permissions_of(level)
    return {unit_id: frozenset(held) for unit_id, held in found.items()}
