"""What is asked of a plan before it comes into force, as a list with the way to where each is mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
from wellrun.web.presenters.check import check_href
from wellrun.web.presenters.plans.stages import address

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
    """One thing that stands in the way. `href`: the form that mends it, filled in, for who may."""

    message: str
    about: str
    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class AskedRow:
    """One thing that is asked. `place`: the page it is mended on."""

    code: str
    title: str | Promise
    is_done: bool
    said: str
    lines: list[Line]
    more: int
    set_aside: list[str]
    place: str | Promise
    place_href: str


def asked_rows(ready: Readiness, top: Unit) -> list[AskedRow]:
    """The list with the pages it is mended on; `top` is the enterprise, where the check of a plan is read. No query."""
    return [_row(ready.plan, one, top, {}) for one in ready.asked]


def asked_rows_with_fixes(user: User, ready: Readiness, top: Unit) -> list[AskedRow]:
    """The same, with the forms that mend each thing, for who may fill them in; about six queries."""
    shown = [found for one in ready.asked for found in one.missing[:MOST]]
    kept = {_name(one): _as_finding(ready.plan, one) for one in shown}
    fixes = Fixes(user, ready.plan, top, kept.values())
    links = {name: link for name, one in kept.items() if (link := fixes.of(one))}
    return [_row(ready.plan, one, top, links) for one in ready.asked]


def _row(plan: Plan, one: Asked, top: Unit, links: Mapping[tuple[str, str], FixLink]) -> AskedRow:
    name, place = _PLACES.get(one.code, ("", _("The check")))
    lines = []
    for found in one.missing[:MOST]:
        fix = links.get(_name(found))
        lines.append(
            Line(found.message, f"{found.rule} {found.subject}", fix.label if fix else "", fix.href if fix else "")
        )
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
        place_href=address(name, plan.key) if name else check_href(plan, top.key),
    )


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
