"""What the strategy page says: the sentence first, how far an initiative is, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.execution.models import Initiative
from wellrun.web.counts import capital, in_words, inside
from wellrun.web.presenters.rows import MeasureRow

if TYPE_CHECKING:
    from wellrun.web.presenters.strategy import ObjectiveCard

MOST_NAMES = 3


def said(cards: list[ObjectiveCard]) -> str:
    """What a person would say after a minute: how many priorities, what worsens with nothing done, what improves.

    A measure whose newest figure is over a year old says nothing of today.
    """
    moved = [(row, card.is_idle) for card in cards for row in card.rows if not row.is_old]
    alone = _names(row for row, is_idle in moved if row.change == "worsening" and is_idle)
    worse = [name for name in _names(row for row, _idle in moved if row.change == "worsening") if name not in alone]
    better = _names(row for row, _idle in moved if row.change == "improving")
    count = ngettext("%(n)s ranked priority.", "%(n)s ranked priorities.", len(cards)) % {
        "n": capital(in_words(len(cards)))
    }
    parts = [
        count,
        _("Getting worse with no initiative on it: %(names)s.") % {"names": _list(alone)} if alone else "",
        _("Getting worse: %(names)s.") % {"names": _list(worse)} if worse else "",
        _("Improving: %(names)s.") % {"names": _list(better)} if better else "",
        _("No measure shows a real change.") if not (alone or worse or better) else "",
    ]
    return " ".join(part for part in parts if part)


def _names(rows: Iterable[MeasureRow]) -> list[str]:
    """Each once, as they stand inside a sentence."""
    return list(dict.fromkeys(inside(row.name) for row in rows))


def _list(names: list[str]) -> str:
    """The first few, and how many more."""
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    if more > 0:
        return ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more) % {"names": shown, "n": more}
    return shown


def initiative_words(one: Initiative, today: date) -> str:
    """ "Full-capacity protocol, week 5 of 12"."""
    week = (today - one.starts).days // 7 + 1
    weeks = -(-(one.ends - one.starts).days // 7)
    return _("%(title)s, week %(week)d of %(weeks)d") % {"title": one.title, "week": min(week, weeks), "weeks": weeks}


def vacancies(objective: Any) -> list[str]:
    """A post that nobody holds answers for nothing. The objective carries `owner_is_held`, `sponsor_is_held`."""
    told = []
    if not objective.owner_is_held:
        post = {"post": inside(objective.owner.title)}
        told.append(_("Nobody holds the post of %(post)s: this objective has no owner.") % post)
    if not objective.sponsor_is_held:
        post = {"post": inside(objective.sponsor.title)}
        told.append(_("Nobody holds the post of %(post)s: this objective has no sponsor.") % post)
    return told


def holes(rows: Iterable[MeasureRow]) -> list[str]:
    """The roles that no measure plays."""
    present = {row.role for row in rows}
    missing = {
        "lag": _("No lag measure: nothing shows whether the outcome is reached."),
        "lead": _("No lead indicator yet: this objective cannot warn early."),
        "balancing": _("No balancing measure: nothing shows what the push may harm."),
    }
    return [sentence for role, sentence in missing.items() if role not in present]
