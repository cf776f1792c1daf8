"""What is asked of a plan before it comes into force, as a list with the way to where each is mended."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wellrun.accounts.models import User
from wellrun.check.engine import Found
from wellrun.check.models import Finding
from wellrun.jobs.mending.links import Fixes, FixLink
from wellrun.jobs.readiness import Asked, Readiness, said_missing
from wellrun.organisation.models import Unit
from wellrun.strategy.models import Plan
from wellrun.web.presenters.check_address import check_href
from wellrun.web.presenters.plans.stages import address, first_objective_href
from wellrun.web.way_back import fix_with_way_back

MOST = 8
"""How many things of one kind are listed; the rest is counted."""

_TITLES = {
    "ranking": _("The enterprise objectives are in a strict order"),
    "rulings": _("Each conflict of objectives has a ruling"),
    "stop_list": _("There is room: something stops or pauses, or nothing new begins"),
    "hours": _("The hours that initiatives take are declared, and are enough"),
    "agreed": _("What was offered below is agreed"),
    "errors": _("No error of the check stands"),
}
_PLACES = {
    "ranking": ("plan_ranking", _("The order")),
    "rulings": ("plan_rulings", _("Conflicts and rulings")),
    "stop_list": ("plan_stop_list", _("The stop list")),
    "hours": ("plan_hours", _("The hours")),
    "agreed": ("plan_catchball", _("The exchanges")),
}


@dataclass(frozen=True)
class Line:
    """One thing that stands in the way. `fix`: the form that mends it; `waive_href`: where it is set aside."""

    message: str
    about: str
    fix: FixLink | None = None
    waive_href: str = ""


@dataclass(frozen=True)
class AskedRow:
    """One thing that is asked. `place`: the page it is mended on; `renewable`: how many were set aside before.

    `is_idle`: there is nothing yet that it could be asked of.
    """

    code: str
    title: str | Promise
    is_done: bool
    said: str
    lines: list[Line]
    more: int
    set_aside: list[str]
    place: str | Promise
    place_href: str
    renewable: int = 0
    aside: int = 0
    is_idle: bool = False

    @property
    def aside_more(self) -> int:
        """How many more are set aside than are listed."""
        return self.aside - len(self.set_aside)


def asked_rows(ready: Readiness, top: Unit) -> list[AskedRow]:
    """The list with the pages it is mended on; `top` is the enterprise, where the check of a plan is read. No query."""
    return [_row(ready.plan, one, top, {}) for one in ready.asked]


def asked_rows_with_fixes(
    user: User, ready: Readiness, top: Unit, *, may_waive: bool, renewable: Collection[tuple[str, str]] = ()
) -> list[AskedRow]:
    """The same, with the forms that mend or set aside each thing, for who may fill them in; about seven queries.

    `renewable`: rules and subjects that the plan before had set aside.
    """
    shown = [found for one in ready.asked for found in one.missing[:MOST]]
    kept = {_name(one): _as_finding(ready.plan, one) for one in shown}
    fixes = Fixes(user, ready.plan, top, kept.values())
    waivable = [one for one in shown if one.words.waivable and may_waive]
    aside = _waive_hrefs(ready.plan, waivable, top) if waivable else {}
    here = address("plan_activation", ready.plan.key)
    lines = {
        name: Line("", "", fix_with_way_back(fixes.of(one), here), aside.get(name, "")) for name, one in kept.items()
    }
    rows = [_row(ready.plan, one, top, lines) for one in ready.asked]
    counts = [sum(_name(found) in renewable for found in one.missing) for one in ready.asked]
    return [replace(row, renewable=count) for row, count in zip(rows, counts, strict=True)]


def _waive_hrefs(plan: Plan, found: list[Found], top: Unit) -> dict[tuple[str, str], str]:
    """Where what the check found before is set aside; what it finds for the first time now has no such place yet."""
    named = {_name(one) for one in found}
    rows = Finding.objects.filter(plan=plan, resolved_at__isnull=True, rule__in={rule for rule, _subject in named})
    known = rows.filter(subject__in={subject for _rule, subject in named}).values_list("rule", "subject", "pk")
    back = f"?back={plan.key}"
    return {(rule, key): address("waive", top.key, pk) + back for rule, key, pk in known if (rule, key) in named}


def _row(plan: Plan, one: Asked, top: Unit, known: Mapping[tuple[str, str], Line]) -> AskedRow:
    place, href = _place(plan, one, top)
    lines = []
    for found in one.missing[:MOST]:
        line = known.get(_name(found), Line("", ""))
        lines.append(replace(line, message=found.message, about=f"{found.rule} {found.subject}"))
    said = "" if one.is_done else said_missing(one)
    return AskedRow(
        code=one.code,
        title=_TITLES[one.code],
        is_done=one.is_done,
        said=_sentence(said),
        lines=lines,
        more=max(0, len(one.missing) - MOST),
        set_aside=[_aside(found) for found in one.waived[:MOST]],
        place=place,
        aside=len(one.waived),
        place_href=href,
        is_idle=one.is_idle,
    )


def _place(plan: Plan, one: Asked, top: Unit) -> tuple[str | Promise, str]:
    """The page on which it is mended."""
    if one.has_nothing:
        return _("Write the first objective"), first_objective_href(plan, top)
    if one.code in _PLACES:
        name, place = _PLACES[one.code]
        return place, address(name, plan.key)
    return _("The check"), check_href(plan, top.key)


def said_of(ready: Readiness) -> str:
    """How far it is, in one sentence."""
    count = len(ready.missing)
    if not count:
        return str(_("All that is asked is there."))
    sentence = ngettext(
        "%(n)d of %(all)d things that are asked is not there yet.",
        "%(n)d of %(all)d things that are asked are not there yet.",
        count,
    )
    return sentence % {"n": count, "all": len(ready.asked)}


def _sentence(words: str) -> str:
    """Words that stand in a sentence, as one of their own."""
    whole = words[:1].upper() + words[1:]
    return whole if not whole or whole.endswith(".") else f"{whole}."


def _aside(found: Found) -> str:
    assert found.waiver is not None
    return f"{found.message} {found.waiver.reason}"


def _name(found: Found) -> tuple[str, str]:
    return found.rule, found.subject


def _as_finding(plan: Plan, one: Found) -> Finding:
    """The same as the record that the links to forms read; it is not saved."""
    fix = {"verb": one.fix.verb, "values": dict(one.fix.values)} if one.fix else None
    facts = {"values": dict(one.values), "fix": fix}
    return Finding(plan=plan, rule=one.rule, kind=one.kind, subject=one.subject, message=one.message, facts=facts)
