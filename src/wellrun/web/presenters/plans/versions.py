"""The versions of a plan that were kept, and what differs between any two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.errors import nothing_here
from wellrun.jobs.plan_code import export_plan
from wellrun.plans.diff import Change, changes
from wellrun.plans.document import PlanDocument
from wellrun.plans.read import plan_of
from wellrun.plans.said import lines_of, summary
from wellrun.strategy.models import Plan, PlanVersion
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.parts import Pick

NOW = "now"
MOST_LINES = 400
"""How many differences of one part a page lists; the file has all of them."""
_INDENT = "  "


@dataclass(frozen=True)
class VersionRow:
    """One version. `compare_href`: beside the plan as it stands now."""

    number: int
    when: str
    who: str
    reason: str
    file_href: str
    compare_href: str


@dataclass(frozen=True)
class DiffLine:
    """One difference: its sign (+ added, - removed, ~ changed) and what it is."""

    sign: str
    word: str
    text: str


@dataclass(frozen=True)
class DiffPart:
    """The differences of one part of the plan."""

    heading: str
    lines: list[DiffLine]
    more: int


@dataclass(frozen=True)
class Compared:
    """Two versions beside each other."""

    said: str
    parts: list[DiffPart]


def version_rows(frame: Frame, plan: Plan) -> list[VersionRow]:
    """The versions of a plan without their text, the newest first; one query."""
    rows = plan.versions.defer("document").select_related("by").order_by("-number")
    return [_row(frame, plan, one) for one in rows]


def picks(rows: list[VersionRow], chosen: str) -> list[Pick]:
    """What may be compared: the plan as it stands now, and each version."""
    found = [Pick(NOW, _("as it stands now"), checked=chosen == NOW)]
    for row in rows:
        label = _("version %(number)d, %(when)s") % {"number": row.number, "when": row.when}
        found.append(Pick(str(row.number), label, row.reason, checked=chosen == str(row.number)))
    return found


def compared(plan: Plan, earlier: str, later: str) -> Compared:
    """What makes the later of the earlier one; each is a version's number or `now`. NotFound for any other."""
    return told(changes(_document(plan, earlier), _document(plan, later)))


def told(found: Iterable[Change]) -> Compared:
    """Differences as a page shows them, part by part."""
    found = list(found)
    parts: list[DiffPart] = []
    for line in lines_of(found):
        if not line.startswith(_INDENT):
            parts.append(DiffPart(line, [], 0))
        else:
            sign, _space, text = line.strip().partition(" ")
            parts[-1].lines.append(DiffLine(sign, _words()[sign], text))
    cut = [DiffPart(one.heading, one.lines[:MOST_LINES], max(0, len(one.lines) - MOST_LINES)) for one in parts]
    return Compared(f"{summary(found)}.".capitalize(), cut)


def _words() -> dict[str, str]:
    return {"+": _("added"), "-": _("taken away"), "~": _("changed")}


def _row(frame: Frame, plan: Plan, one: PlanVersion) -> VersionRow:
    moment = one.at.astimezone(frame.zone)
    versions = reverse("plan_versions", args=[plan.key])
    return VersionRow(
        number=one.number,
        when=f"{dates.day_near(moment.date(), frame.today)}, {moment:%H:%M}",
        who=str(one.by) if one.by else "",
        reason=one.reason[:1].upper() + one.reason[1:],
        file_href=reverse("plan_version", args=[plan.key, one.number]),
        compare_href=f"{versions}?from={one.number}&to={NOW}#differences",
    )


def _document(plan: Plan, which: str) -> PlanDocument:
    if which == NOW:
        return export_plan(plan)
    number = int(which) if which.isdecimal() and len(which) < 9 else 0
    version = PlanVersion.objects.filter(plan=plan, number=number).first()
    if version is None:
        raise nothing_here()
    return plan_of(version.document, _("version %(number)d") % {"number": number})
