"""The versions of a plan that were kept, and what differs between any two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.queries import granted_unit_ids
from wellrun.jobs.plan_versions import NOW, version_changes
from wellrun.plans.diff import Change
from wellrun.plans.said import lines_of, summary
from wellrun.strategy.models import Plan, PlanVersion
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.parts import Pick
from wellrun.web.presenters.plans.history_differences import differences

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


def compared(frame: Frame, plan: Plan, earlier: str, later: str) -> Compared:
    """What makes the later of the earlier one; each is a version's number or `now`. NotFound for any other."""
    found = list(version_changes(plan, earlier, later))
    return _cut(found, differences(plan, found, granted_unit_ids(frame.user)))


def told(found: Iterable[Change]) -> Compared:
    """The differences a file makes, as a page shows them, part by part: in the file's own keys and fields."""
    found = list(found)
    lines: list[tuple[str, str, str]] = []
    for line in lines_of(found):
        if not line.startswith(_INDENT):
            heading = line
        else:
            sign, _space, text = line.strip().partition(" ")
            lines.append((heading, sign, text))
    return _cut(found, lines)


def _cut(found: list[Change], lines: Iterable[tuple[str, str, str]]) -> Compared:
    parts: list[DiffPart] = []
    for heading, sign, text in lines:
        if not parts or parts[-1].heading != heading:
            parts.append(DiffPart(heading, [], 0))
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
