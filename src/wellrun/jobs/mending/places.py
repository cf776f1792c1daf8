"""Where the records stand that fixes name by key: what the page's address takes, and whose grants count there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.execution.models import Action, Initiative
from wellrun.execution.visibility import visible_actions, visible_escalations
from wellrun.jobs.mending.forms import FORMS, FixForm
from wellrun.lib import clock
from wellrun.library import library
from wellrun.measures.models import Measure, Series
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import enterprise, posts_of, site_zone, subtree_ids
from wellrun.reviews.visibility import visible_forums
from wellrun.strategy.models import Objective, Obligation, Plan

Asked = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Place:
    """What an address takes, and the unit in which it is written.

    `address`: where it is another than the form's. `is_theirs`: the reader may, whatever their grants say.
    """

    arguments: tuple[object, ...]
    unit_id: UUID | None
    is_theirs: bool = False
    address: str = ""


class Places:
    """Where some fixes are written: a query for each kind of record that they name, and two more."""

    def __init__(self, user: User, plan: Plan, unit: Unit, asked: Iterable[Asked]) -> None:
        self.user, self.plan, self.unit = user, plan, unit
        named: dict[str, set[str]] = defaultdict(set)
        measures, forums = set(), set()
        for verb, values in asked:
            form = FORMS[verb]
            named[form.about].add(key_of(form, values))
            if values.get("forum"):
                forums.add(values["forum"])
            if verb == "add_measure" and values.get("measure"):
                measures.add(values["measure"])
        self._called = _keys_here(measures)
        self._missing = measures - self._called.keys()
        self._out_of_sight = _out_of_sight(user, forums)
        self.enterprise = _enterprise(unit)
        self._found = {about: _FINDERS[about](self, keys - {""}) for about, keys in named.items()}

    def of(self, form: FixForm, values: Mapping[str, Any]) -> Place | None:
        """Where this one is written; None where the record is not there, or not for the reader to see."""
        place = self._found[form.about].get(key_of(form, values))
        if place is not None and values.get("measure") in self._missing:
            return self._in_library(place, values["measure"])
        return place

    def called_here(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The same values with the site's own key of a measure that the check names as the library does.

        One that the site does not have yet is called as it will be when it is adopted. A forum that is not the
        reader's to see is not named.
        """
        if values.get("forum") in self._out_of_sight:
            values = {**values, "forum": None}
        measure = str(values.get("measure", ""))
        if measure in self._called:
            return {**values, "measure": self._called[measure]}
        spec = library().find(measure) if measure in self._missing else None
        return {**values, "measure": spec.key} if spec else values

    def _in_library(self, place: Place, measure: str) -> Place | None:
        """A measure that the site does not have yet is taken from the library first."""
        spec = library().find(measure)
        return replace(place, arguments=(self.unit.key, spec.key), address=IN_LIBRARY) if spec else None

    def units(self) -> set[UUID]:
        """The units whose grants count."""
        return {place.unit_id for places in self._found.values() for place in places.values() if place.unit_id}


def key_of(form: FixForm, values: Mapping[str, Any]) -> str:
    """The key of the record that a fix names; of an aim its measure and unit, empty where none is named."""
    if form.about in _WHOLE:
        return _WHOLE[form.about]
    key = values.get(form.named or form.about)
    if form.about == "aim":
        return f"{key}/{values['unit']}"
    return "" if key is None else str(key)


def _keys_here(measures: set[str]) -> dict[str, str]:
    """By key or library id those that the site has, as it calls them; no query where none is asked for."""
    if not measures:
        return {}
    rows = Measure.objects.filter(Q(key__in=measures) | Q(library_id__in=measures), retired_on__isnull=True)
    found = list(rows.order_by("-key").values_list("key", "library_id"))
    return {library_id: key for key, library_id in found if library_id} | {key: key for key, _ in found}


def _out_of_sight(user: User, forums: set[str]) -> set[str]:
    """Those of these forums that the user does not see; no query where none is named."""
    return forums - set(visible_forums(user).filter(key__in=forums).values_list("key", flat=True)) if forums else set()


IN_LIBRARY: Final = "library_measure"
_WHOLE: Final[Mapping[str, str]] = {"plan": "plan", "enterprise": "enterprise", "links": "enterprise"}
Finder = Callable[[Places, set[str]], dict[str, Place]]


def _enterprise(unit: Unit) -> Unit | None:
    return unit if unit.enterprise else enterprise()


def _plan(at: Places, keys: set[str]) -> dict[str, Place]:
    return {"plan": Place((at.plan.key,), at.enterprise.pk)} if at.enterprise else {}


def _whole(at: Places, keys: set[str]) -> dict[str, Place]:
    return {"enterprise": Place((at.enterprise.key,), at.enterprise.pk)} if at.enterprise else {}


def _objectives(at: Places, keys: set[str]) -> dict[str, Place]:
    rows = Objective.objects.filter(plan=at.plan, key__in=keys, retired_on__isnull=True)
    return {key: Place((at.plan.key, key), unit_id) for key, unit_id in rows.values_list("key", "unit_id")}


def _initiatives(at: Places, keys: set[str]) -> dict[str, Place]:
    rows = Initiative.objects.filter(objective__plan=at.plan, key__in=keys)
    return {key: Place((key,), unit_id) for key, unit_id in rows.values_list("key", "objective__unit_id")}


def _posts(at: Places, keys: set[str]) -> dict[str, Place]:
    """Of the plan's hours: the holder of a post says them too."""
    own = set(posts_of(at.user, clock.today(site_zone())).filter(key__in=keys).values_list("key", flat=True))
    rows = Post.objects.filter(key__in=keys)
    return {key: Place((at.plan.key,), unit_id, key in own) for key, unit_id in rows.values_list("key", "unit_id")}


def _staffing(at: Places, keys: set[str]) -> dict[str, Place]:
    rows = Post.objects.filter(key__in=keys).values_list("key", "unit__key", "unit_id")
    return {key: Place((unit, key), unit_id) for key, unit, unit_id in rows}


def _obligations(at: Places, keys: set[str]) -> dict[str, Place]:
    rows = Obligation.objects.filter(key__in=keys).values_list("key", "unit__key", "unit_id")
    return {key: Place((unit, key), unit_id) for key, unit, unit_id in rows}


def _evidence(at: Places, keys: set[str]) -> dict[str, Place]:
    """Of what is met: who holds the post that answers says so too."""
    own = posts_of(at.user, clock.today(site_zone())).values("pk")
    theirs = set(Obligation.objects.filter(key__in=keys, owner__in=own).values_list("key", flat=True))
    return {key: replace(place, is_theirs=key in theirs) for key, place in _obligations(at, keys).items()}


def _definitions(at: Places, keys: set[str]) -> dict[str, Place]:
    return {key: Place((at.unit.key, key), at.enterprise.pk) for key in keys} if at.enterprise else {}


def _measures(at: Places, keys: set[str]) -> dict[str, Place]:
    return {key: Place((at.unit.key, key), at.unit.pk) for key in keys}


def _aims(at: Places, keys: set[str]) -> dict[str, Place]:
    units = dict(Unit.objects.filter(key__in={key.partition("/")[2] for key in keys}).values_list("key", "pk"))
    pairs = ((key, *key.split("/", 1)) for key in keys)
    return {key: Place((unit, measure), units[unit]) for key, measure, unit in pairs if unit in units}


def _figures(at: Places, keys: set[str]) -> dict[str, Place]:
    """The series of each measure in the unit, else in the first unit below that has one."""
    rows = Series.objects.filter(measure__key__in=keys, stratum="total", unit__in=subtree_ids(at.unit.pk))
    found: dict[str, Place] = {}
    for measure, unit, unit_id in rows.order_by("-unit__key").values_list("measure__key", "unit__key", "unit_id"):
        if measure not in found or found[measure].unit_id != at.unit.pk:
            found[measure] = Place((unit, measure), unit_id)
    return found


def _actions(at: Places, keys: set[str]) -> dict[str, Place]:
    rows = visible_actions(at.user).filter(number__in=[int(key) for key in keys if key.isdecimal()])
    return {str(number): Place((pk,), None, is_theirs=True) for number, pk in rows.values_list("number", "pk")}


def _spoken_to(at: Places, keys: set[str]) -> dict[str, Place]:
    """Where something is said to an action: who chairs asks another post, who answers for it says how it goes."""
    named = visible_actions(at.user).filter(number__in=[int(key) for key in keys if key.isdecimal()])
    chaired = granted_unit_ids(at.user, Permission.CHAIR).filter(descendant_id=OuterRef("unit_id"))
    worked = granted_unit_ids(at.user, Permission.CONTRIBUTE).filter(descendant_id=OuterRef("post__unit_id"))
    own = posts_of(at.user, clock.today(site_zone())).filter(pk=OuterRef("post_id"))
    answers = Case(When(Exists(worked), then=Exists(own)), default=Value(False))
    rows = named.annotate(is_chaired=Exists(chaired), is_own=answers)
    found = {}
    for number, pk, status, is_chaired, is_own in rows.values_list("number", "pk", "status", "is_chaired", "is_own"):
        verb = "reassign" if is_chaired else "progress" if is_own and status == Action.Status.ACCEPTED else ""
        said = Place((pk, verb), None, is_theirs=True, address="action_answer")
        found[str(number)] = said if verb else Place((pk,), None, is_theirs=True)
    return found


def _escalations(at: Places, keys: set[str]) -> dict[str, Place]:
    rows = visible_escalations(at.user).filter(pk__in=keys).values_list("pk", flat=True)
    return {str(pk): Place((pk,), None, is_theirs=True) for pk in rows}


def _notes(at: Places, keys: set[str]) -> dict[str, Place]:
    """Where a text is written: an action's page, the form of an objective or initiative; other texts have none."""
    found = {}
    for key in keys:
        kind, _, rest = key.replace("action-", "action/", 1).partition("/")
        if kind in _WITH_TEXTS:
            finder, address = _WITH_TEXTS[kind]
            name = rest.partition("/")[0]
            if place := finder(at, {name}).get(name):
                found[key] = replace(place, address=address)
    return found


_WITH_TEXTS: Final[Mapping[str, tuple[Finder, str]]] = {
    "action": (_actions, "action"),
    "objective": (_objectives, "objective_edit"),
    "initiative": (_initiatives, "initiative_edit"),
}
_FINDERS: Final[Mapping[str, Finder]] = {
    "plan": _plan,
    "enterprise": _whole,
    "objective": _objectives,
    "initiative": _initiatives,
    "post": _posts,
    "staffing": _staffing,
    "obligation": _obligations,
    "evidence": _evidence,
    "links": _whole,
    "definition": _definitions,
    "measure": _measures,
    "aim": _aims,
    "figures": _figures,
    "action": _spoken_to,
    "escalation": _escalations,
    "note": _notes,
}
