"""What regulators and payers require of a unit and those below it: the nearest day first, and where each one stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import numpy as np
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, may
from wellrun.organisation.queries import posts_held, subtree_ids
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.visibility import visible_items
from wellrun.strategy.models import Obligation
from wellrun.tables.write import write_columns
from wellrun.web import dates
from wellrun.web.counts import capital, in_words
from wellrun.web.frame import Frame
from wellrun.web.presenters.reviews.told import Tag

A_PAGE = 25
SHOWN = {
    "open": gettext_lazy("Not met yet"),
    "met": gettext_lazy("Met"),
    "given-up": gettext_lazy("Not required any more"),
}


@dataclass(frozen=True)
class ObligationRow:
    """One of them. `agenda`: the sitting before which it stands, where one sees it."""

    title: str
    href: str
    required_by: str
    unit: str
    owner: str
    owner_missing: bool
    due: str
    tag: Tag
    agenda: str
    agenda_href: str


@dataclass(frozen=True)
class Choice:
    """Which of them one may look at."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ObligationsPage:
    """What the page shows; `said` is the sentence first."""

    said: str
    rows: list[ObligationRow]
    choices: list[Choice]
    chosen: str
    page: Page[Any]
    may_add: bool


def obligations_of(frame: Frame) -> QuerySet[Obligation]:
    """Those of the unit and below that the caller sees."""
    return Obligation.objects.filter(
        unit__in=subtree_ids(frame.unit.pk).filter(descendant_id__in=granted_unit_ids(frame.user))
    )


def obligations_page(frame: Frame, chosen: str, words: str, number: int) -> ObligationsPage:
    """A page of the list; six queries."""
    chosen = chosen if chosen in SHOWN else "open"
    every = obligations_of(frame)
    rows = _chosen(every, chosen)
    for word in words.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(regulator__icontains=word)
            | Q(clause__icontains=word)
            | Q(owner__title__icontains=word)
            | Q(unit__name__icontains=word)
        )
    rows = rows.select_related("unit", "owner").annotate(**posts_held(frame.today, "owner"))
    rows = rows.order_by("due", "title") if chosen == "open" else rows.order_by("-met_on", "-due", "title")
    page = Paginator(rows, A_PAGE).get_page(number)
    agendas = agendas_of(frame, [one.pk for one in page.object_list])
    return ObligationsPage(
        said=_said(frame, every),
        rows=[_row(one, frame, agendas.get(one.pk)) for one in page.object_list],
        choices=[Choice(key, str(label), key == chosen) for key, label in SHOWN.items()],
        chosen=chosen,
        page=page,
        may_add=may(frame.user, Permission.CHAIR, frame.unit.pk),
    )


def agendas_of(frame: Frame, ids: Iterable[UUID]) -> dict[UUID, AgendaItem]:
    """By obligation, the open item on which it stands that the caller sees; one query."""
    rows = visible_items(frame.user, frame.today).filter(obligation__in=list(ids), status=AgendaItem.Status.OPEN)
    found = rows.select_related("review__forum").order_by("review__starts_at")
    return {item.obligation_id: item for item in found if item.obligation_id is not None}


def state_tag(one: Obligation, today: date, *, on_agenda: bool) -> Tag:
    """How it stands, in a word with a shape."""
    if one.retired_on is not None:
        return Tag(_("Not required any more"), "flat", "close")
    if one.met_on is not None:
        return Tag(_("Met"), "good", "check")
    if one.due < today:
        return Tag(_("Overdue"), "bad", "bad")
    if on_agenda:
        return Tag(_("On the agenda"), "accent", "agenda")
    if one.due - timedelta(days=one.notice_days) <= today:
        return Tag(_("Falls due"), "accent", "calendar")
    return Tag(_("In time"), "flat", "clock")


def due_said(one: Obligation, today: date) -> str:
    """By when; of what is met since when."""
    if one.met_on is not None:
        return _("met on %(day)s") % {"day": dates.day(one.met_on, year=one.met_on.year != today.year)}
    if one.retired_on is not None:
        return _("given up on %(day)s") % {"day": dates.day(one.retired_on, year=one.retired_on.year != today.year)}
    return dates.due_words(one.due, today)


def sitting_said(item: AgendaItem, frame: Frame) -> str:
    """Before which forum, when."""
    when = dates.moment(item.review.starts_at.astimezone(frame.zone))
    return _("%(forum)s, %(when)s") % {"forum": item.review.forum.name, "when": when}


def owner_said(one: Obligation) -> tuple[str, bool]:
    """Who answers for it, and whether somebody is missing there."""
    if one.owner is None:
        return _("Nobody answers for it"), True
    if not one.owner_is_held:  # type: ignore[attr-defined]
        return _("%(post)s, which nobody holds") % {"post": one.owner.title}, True
    return one.owner.title, False


def obligations_file(frame: Frame) -> bytes:
    """All of them as CSV, the nearest day first; formulas in texts stay texts."""
    found = list(obligations_of(frame).select_related("unit", "owner", "measure").order_by("due", "key"))
    columns: dict[str, list[Any]] = {
        "obligation": [one.key for one in found],
        "title": [one.title for one in found],
        "regulator": [one.regulator for one in found],
        "clause": [one.clause for one in found],
        "unit": [one.unit.key for one in found],
        "owner": [one.owner.key if one.owner else "" for one in found],
        "due": [one.due.isoformat() for one in found],
        "notice_days": [str(one.notice_days) for one in found],
        "measure": [one.measure.key if one.measure else "" for one in found],
        "evidence": [one.evidence for one in found],
        "met_on": [one.met_on.isoformat() if one.met_on else "" for one in found],
        "met_by": [one.met_by for one in found],
        "given_up_on": [one.retired_on.isoformat() if one.retired_on else "" for one in found],
    }
    out = BytesIO()
    write_columns({name: np.array(values, dtype=object) for name, values in columns.items()}, out, "csv")
    return out.getvalue()


def _chosen(rows: QuerySet[Obligation], chosen: str) -> QuerySet[Obligation]:
    if chosen == "given-up":
        return rows.filter(retired_on__isnull=False)
    return rows.filter(retired_on__isnull=True, met_on__isnull=chosen == "open")


def _row(one: Obligation, frame: Frame, item: AgendaItem | None) -> ObligationRow:
    owner, missing = owner_said(one)
    return ObligationRow(
        title=one.title,
        href=reverse("obligation", args=[frame.unit.key, one.key]),
        required_by=_("%(regulator)s, %(clause)s") % {"regulator": one.regulator, "clause": one.clause},
        unit=one.unit.name,
        owner=owner,
        owner_missing=missing,
        due=due_said(one, frame.today),
        tag=state_tag(one, frame.today, on_agenda=item is not None),
        agenda=sitting_said(item, frame) if item else "",
        agenda_href=reverse("item", args=[item.review_id, item.pk]) if item else "",
    )


def _said(frame: Frame, every: QuerySet[Obligation]) -> str:
    """How many are open, overdue, in their notice time; one query."""
    rows = list(_chosen(every, "open").values_list("due", "notice_days", "owner"))
    if not rows:
        return _("Nothing is required here by a day that is still to be met.")
    overdue = sum(due < frame.today for due, _notice, _owner in rows)
    near = sum(frame.today <= due <= frame.today + timedelta(days=notice) for due, notice, _owner in rows)
    ownerless = sum(owner is None for _due, _notice, owner in rows)
    count = {"n": capital(in_words(len(rows)))}
    parts = [ngettext("%(n)s obligation is not met yet", "%(n)s obligations are not met yet", len(rows)) % count]
    if overdue:
        parts.append(_("%(n)s overdue") % {"n": in_words(overdue)})
    if near:
        parts.append(_("%(n)s within the days of notice") % {"n": in_words(near)})
    if ownerless:
        parts.append(_("%(n)s without anybody who answers for it") % {"n": in_words(ownerless)})
    head, *rest = parts
    return _("%(head)s: %(rest)s.") % {"head": head, "rest": ", ".join(rest)} if rest else f"{head}."
