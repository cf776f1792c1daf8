"""What the strategy page says: the sentence first, how far an initiative is, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.execution.models import Initiative
from wellrun.web.counts import capital, in_words, inside
from wellrun.web.presenters.objective import ObjectiveCard
from wellrun.web.presenters.priority import names_once, word_inside
from wellrun.web.presenters.rows import MeasureRow

MOST_NAMES = 3


def said(cards: list[ObjectiveCard]) -> str:
    """What a person would say after a minute: how many priorities, which are in trouble, what else worsens or improves.

    A measure whose newest figure is over a year old says nothing of today.
    """
    trouble = [card for card in cards if card.state.in_trouble]
    moved = [row for card in cards for row in card.rows if not row.is_old]
    told = {inside(row.name) for card in trouble for row in card.rows if row.role == "lag"}
    worse = [name for name in names_once(row for row in moved if row.change == "worsening") if name not in told]
    better = names_once(row for row in moved if row.change == "improving")
    parts = [
        ngettext("%(n)s ranked priority.", "%(n)s ranked priorities.", len(cards))
        % {"n": capital(in_words(len(cards)))},
        _trouble(cards, trouble),
        _("Getting worse beneath them: %(names)s.") % {"names": _list(worse)} if worse else "",
        _("Improving: %(names)s.") % {"names": _list(better)} if better else "",
    ]
    return " ".join(part for part in parts if part)


def _trouble(cards: list[ObjectiveCard], trouble: list[ObjectiveCard]) -> str:
    """The priorities that get worse or fall short, by name; else that none does, as far as it can be told."""
    if trouble:
        return _("In trouble: %(names)s.") % {"names": _list([_named(card) for card in trouble], "; ")}
    unknown = sum(card.state.is_unknown for card in cards)
    if unknown == len(cards):
        return _("Whether one is in trouble cannot be told yet.")
    if unknown:
        words = ngettext(
            "None is seen to be in trouble; of %(n)s it cannot be told.",
            "None is seen to be in trouble; of %(n)s it cannot be told.",
            unknown,
        )
        return words % {"n": in_words(unknown)}
    return _("None is in trouble.")


def _named(card: ObjectiveCard) -> str:
    shown = {"title": card.title, "state": word_inside(card.state)}
    if card.is_idle:
        return _("“%(title)s”, %(state)s with no initiative on it") % shown
    return _("“%(title)s”, %(state)s") % shown


def _list(names: list[str], between: str = ", ") -> str:
    """The first few, and how many more."""
    shown = between.join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    if more > 0:
        return ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more) % {"names": shown, "n": more}
    return shown


def initiative_words(one: Initiative, today: date) -> str:
    """ "Full-capacity protocol, week 5 of 12"."""
    week = (today - one.starts).days // 7 + 1
    if one.ends is None:
        return _("%(title)s, week %(week)d, its end not said") % {"title": one.title, "week": week}
    weeks = -(-(one.ends - one.starts).days // 7)
    return _("%(title)s, week %(week)d of %(weeks)d") % {"title": one.title, "week": min(week, weeks), "weeks": weeks}


def vacancies(objective: Any) -> list[str]:
    """A post that nobody holds answers for nothing. The objective carries `owner_is_held`, `sponsor_is_held`."""
    told = []
    if objective.owner is None:
        told.append(_("No post owns this objective yet."))
    elif not objective.owner_is_held:
        post = {"post": inside(objective.owner.title)}
        told.append(_("Nobody holds the post of %(post)s: this objective has no owner.") % post)
    if objective.sponsor is None:
        told.append(_("No post sponsors this objective yet."))
    elif not objective.sponsor_is_held:
        post = {"post": inside(objective.sponsor.title)}
        told.append(_("Nobody holds the post of %(post)s: this objective has no sponsor.") % post)
    return told


def holes(rows: Iterable[MeasureRow]) -> list[str]:
    """The roles that no measure plays, a sentence each."""
    return list(missing_roles(rows).values())


def missing_roles(rows: Iterable[MeasureRow]) -> dict[str, str]:
    """By role that no measure plays the sentence that says so; a lead that is too late to act on plays none."""
    every = list(rows)
    present = {row.role for row in every if not row.too_late}
    missing = {
        "lag": _("No lag measure: nothing shows whether the outcome is reached."),
        "lead": _("No lead indicator yet: this objective cannot warn early."),
        "balancing": _("No balancing measure: nothing shows what the push may harm."),
    }
    if any(row.too_late for row in every):
        missing["lead"] = _("No lead indicator that still warns in time: this objective cannot warn early.")
    return {role: sentence for role, sentence in missing.items() if role not in present}


def late_words(rows: Iterable[MeasureRow]) -> list[str]:
    """Which leads are too late to act on, and why."""
    return [row.too_late for row in rows if row.too_late]
