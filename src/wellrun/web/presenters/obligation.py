"""One obligation: what is required, how it stands, before which forums it came, what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.audit.models import AuditEvent
from wellrun.organisation.queries import holds, posts_held
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.visibility import visible_items
from wellrun.strategy.models import Obligation
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters.obligations import (
    agendas_of,
    due_said,
    obligations_of,
    owner_said,
    sitting_said,
    state_tag,
)
from wellrun.web.presenters.reviews.told import Line, Tag

_MOST_TOLD = 50
_VERBS = {
    "add_obligation": gettext_lazy("written down"),
    "change_obligation": gettext_lazy("changed"),
    "meet_obligation": gettext_lazy("met"),
    "reopen_obligation": gettext_lazy("not met after all"),
    "retire_obligation": gettext_lazy("not required any more"),
}
_FIELDS = {
    "title": gettext_lazy("what is required"),
    "regulator": gettext_lazy("who requires it"),
    "clause": gettext_lazy("where it is written"),
    "unit": gettext_lazy("unit"),
    "owner": gettext_lazy("who answers for it"),
    "due": gettext_lazy("day"),
    "notice_days": gettext_lazy("days of notice"),
    "evidence": gettext_lazy("what will show it"),
    "measure": gettext_lazy("measure"),
    "met_on": gettext_lazy("met on"),
    "met_by": gettext_lazy("what shows it"),
    "reason": gettext_lazy("why"),
}
_SAID_BY_THE_VERB = {"retired_on"}


@dataclass(frozen=True)
class ObligationPage:
    """What the page shows; `said` is the sentence first. `may_meet`: its chair, or who holds the post that answers."""

    one: Obligation
    said: str
    tag: Tag
    facts: list[Fact]
    sittings: list[Line]
    history: list[str]
    crumbs: list[Crumb]
    may_change: bool
    may_meet: bool

    @property
    def is_over(self) -> bool:
        """Whether it is met or given up."""
        return self.one.met_on is not None or self.one.retired_on is not None


def one_obligation(frame: Frame, key: str) -> Obligation:
    """The obligation of the unit or below, with its unit, owner and measure. NotFound outside."""
    rows = obligations_of(frame).filter(key=key).select_related("unit", "owner", "measure")
    found = rows.annotate(**posts_held(frame.today, "owner")).first()
    if found is None:
        raise nothing_here()
    return found


def obligation_page(frame: Frame, key: str) -> ObligationPage:
    """One of them; nine queries."""
    one = one_obligation(frame, key)
    waiting = agendas_of(frame, [one.pk]).get(one.pk)
    may_change = may(frame.user, Permission.CHAIR, one.unit_id)
    return ObligationPage(
        one=one,
        said=_("Required by %(regulator)s, %(clause)s.") % {"regulator": one.regulator, "clause": one.clause},
        tag=state_tag(one, frame.today, on_agenda=waiting is not None),
        facts=_facts(one, frame),
        sittings=_sittings(one, frame),
        history=_history(one, frame),
        crumbs=crumbs(frame, one.title),
        may_change=may_change,
        may_meet=may_change or _holds_it(one, frame),
    )


def crumbs(frame: Frame, last: str, *between: Crumb) -> list[Crumb]:
    """The way from the list to a page about one of them."""
    return [Crumb(_("Obligations"), reverse("obligations", args=[frame.unit.key])), *between, Crumb(last)]


def _holds_it(one: Obligation, frame: Frame) -> bool:
    if one.owner is None or not holds(frame.user, one.owner.pk, frame.today):
        return False
    return any(may(frame.user, Permission.CONTRIBUTE, unit_id) for unit_id in (one.unit_id, one.owner.unit_id))


def _facts(one: Obligation, frame: Frame) -> list[Fact]:
    owner, missing = owner_said(one)
    is_open = one.met_on is None and one.retired_on is None
    facts = [
        Fact(_("Unit"), one.unit.name),
        Fact(_("Answers for it"), owner, missing=missing and is_open),
        Fact(_("Due"), dates.due_words(one.due, frame.today) if is_open else dates.day(one.due, year=True)),
        Fact(_("What will show it"), one.evidence or _("not named yet"), missing=is_open and not one.evidence),
    ]
    if one.measure is not None:
        href = reverse("measure", args=[one.unit.key, one.measure.key])
        version = one.measure.versions.filter(current=True).first()
        facts.append(Fact(_("Measure"), version.name if version else one.measure.key, href))
    if is_open:
        facts.append(Fact(_("Comes up"), _("%(n)d days before") % {"n": one.notice_days}))
    else:
        facts.append(Fact(_("Now"), due_said(one, frame.today)))
    if one.met_by:
        facts.append(Fact(_("What shows it"), one.met_by))
    return facts


def _sittings(one: Obligation, frame: Frame) -> list[Line]:
    """The items it had that the caller sees, the newest first; one query."""
    rows = (
        visible_items(frame.user, frame.today).filter(obligation=one).select_related("review__forum", "closing_outcome")
    )
    return [
        Line(
            _("%(sitting)s: %(state)s")
            % {
                "sitting": sitting_said(item, frame),
                "state": _state_of(item),
            },
            reverse("item", args=[item.review_id, item.pk]),
        )
        for item in rows.order_by("-raised_at")[:_MOST_TOLD]
    ]


def _state_of(item: AgendaItem) -> str:
    """What became of it there; what went up is settled above, and not there."""
    if item.status == AgendaItem.Status.OPEN:
        return _("waits for an outcome")
    went_up = item.closing_outcome is not None and item.closing_outcome.escalation_id is not None
    return _("handed up") if went_up else _("settled")


def _history(one: Obligation, frame: Frame) -> list[str]:
    """What was done with it, the newest first; one query."""
    rows = AuditEvent.objects.filter(subject_id=str(one.pk), verb__in=_VERBS).order_by("-id")[:_MOST_TOLD]
    return [_told(row, frame) for row in rows]


def _told(row: AuditEvent, frame: Frame) -> str:
    shown = {
        "day": dates.day_near(row.at.astimezone(frame.zone).date(), frame.today),
        "by": row.actor,
        "verb": _VERBS[row.verb],
    }
    before, after = row.data.get("before") or {}, row.data.get("after") or {}
    if row.verb == "add_obligation" or not after:
        return _("%(day)s, %(by)s: %(verb)s.") % shown
    changes = [
        _change(name, before.get(name), value)
        for name, value in after.items()
        if name in _FIELDS and name not in _SAID_BY_THE_VERB and value not in (None, "")
    ]
    if not changes:
        return _("%(day)s, %(by)s: %(verb)s.") % shown
    return _("%(day)s, %(by)s: %(verb)s; %(changes)s.") % {**shown, "changes": "; ".join(changes)}


def _change(name: str, before: Any, after: Any) -> str:
    shown = {"what": _FIELDS[name], "before": _value(before), "after": _value(after)}
    if before in (None, ""):
        return _("%(what)s: %(after)s") % shown
    return _("%(what)s: %(after)s (before: %(before)s)") % shown


def _value(value: Any) -> str:
    """A day as people say it, anything else as it is."""
    try:
        return dates.day(date.fromisoformat(str(value)), year=True)
    except ValueError:
        return str(value)
