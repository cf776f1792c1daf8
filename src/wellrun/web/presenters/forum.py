"""What a forum hears of from early detection: its alarm budget, what that means, and what it was not told."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, may
from wellrun.accounts.models import User
from wellrun.insight.early import FALSE_ALARM
from wellrun.insight.early_words import one_in, percent
from wellrun.jobs.alarm_budget import MONTHS_A_YEAR, at_most, watched_by_forum
from wellrun.jobs.rooms import Rooms
from wellrun.measures.models import MeasureVersion
from wellrun.reviews.models import Forum, UnraisedSignal
from wellrun.reviews.visibility import visible_forums
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters.reviews.cadence import cadence_words
from wellrun.web.presenters.rights import forum_rights

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Unraised:
    """A change found early that the forum was not told of."""

    measure: str
    unit: str
    change: str
    since: str
    chance: str
    href: str


@dataclass(frozen=True, slots=True)
class ForumPage:
    """`said`: the budget and what it means; `more`: unraised ones left out; `rights`: what it and its chair decide."""

    forum: Forum
    crumbs: list[Crumb]
    said: str
    facts: list[Fact]
    unraised: list[Unraised]
    more: int
    may_change: bool
    rights: list[str]


def forum_of(user: User, key: str) -> Forum:
    """The forum of that key, where the caller sees it; one query. NotFound else."""
    found = visible_forums(user).filter(key=key).select_related("unit", "chair").first()
    if found is None:
        raise nothing_here()
    return found


def forum_page(frame: Frame, forum: Forum) -> ForumPage:
    """The page of a forum; sixteen queries at most, however many series it looks at."""
    n_watched = watched_by_forum(Rooms(), within=forum.unit_id)[forum.pk]
    chance = at_most(forum.false_alarms_a_month, n_watched)
    rows = _unraised(forum)
    return ForumPage(
        forum=forum,
        crumbs=[Crumb(_("Reviews"), reverse("reviews", args=[forum.unit.key])), Crumb(forum.name)],
        said=_said(forum, n_watched, chance),
        facts=[
            Fact(_("False alarms a month it accepts"), f"{forum.false_alarms_a_month:g}"),
            Fact(_("Series watched for it"), f"{n_watched:,}"),
            Fact(_("Meets"), cadence_words(forum)),
            Fact(_("Chaired by"), forum.chair.title),
        ],
        unraised=rows[:MOST_SHOWN],
        more=max(0, len(rows) - MOST_SHOWN),
        may_change=may_change_budget(frame.user, forum),
        rights=forum_rights(forum, granted_unit_ids(frame.user)),
    )


def may_change_budget(user: User, forum: Forum) -> bool:
    """Whether the caller chairs or administers the forum's unit."""
    return any(may(user, each, forum.unit_id) for each in (Permission.CHAIR, Permission.ADMINISTER))


def _said(forum: Forum, n_watched: int, chance: float) -> str:
    if not n_watched:
        return _("None of the series that it looks at is watched for early changes; only fixed rules reach it.")
    if not chance:
        return _("It accepts no false alarm: a change found early reaches it once a fixed rule fires as well.")
    shown = {"n": f"{n_watched:,}", "cases": f"{one_in(chance):,}"}
    hears = ngettext(
        "It hears of a change found early in the %(n)s series watched for it when, of series that did not change, "
        "at most 1 in %(cases)s comes as far within a year.",
        "It hears of a change found early in the %(n)s series watched for it when, of series that did not change, "
        "at most 1 in %(cases)s comes as far within a year.",
        n_watched,
    )
    return f"{hears % shown} {_expected(n_watched * chance / MONTHS_A_YEAR, chance)}"


def _expected(a_month: float, chance: float) -> str:
    """What that comes to, and whether the watch itself or the budget sets it."""
    if a_month >= 0.95:
        told = ngettext(
            "That is at most about %(n)s false alarm a month.",
            "That is at most about %(n)s false alarms a month.",
            round(a_month),
        ) % {"n": f"{a_month:.2g}"}
    else:
        months = round(1 / a_month)
        told = ngettext(
            "That is at most about one false alarm in %(n)d month.",
            "That is at most about one false alarm in %(n)d months.",
            months,
        ) % {"n": months}
    if chance < FALSE_ALARM:
        return told
    limit = _("Its budget allows more; the watch itself promises no more than 1 in %(cases)s.")
    return f"{told} {limit % {'cases': one_in(FALSE_ALARM)}}"


def _unraised(forum: Forum) -> list[Unraised]:
    """What is kept from the forum, the strongest first; two queries."""
    rows = UnraisedSignal.objects.filter(forum=forum).select_related("signal__series__unit", "signal__series__measure")
    found = [row.signal for row in rows.order_by("signal__chance")]
    versions = MeasureVersion.objects.filter(current=True, measure_id__in={one.series.measure_id for one in found})
    names = {version.measure_id: version for version in versions}
    words = {
        "improvement": _("Improving"),
        "concern": _("Worsening"),
        "high": _("Higher"),
        "low": _("Lower"),
    }
    return [
        Unraised(
            measure=names[one.series.measure_id].name,
            unit=one.series.unit.name,
            change=words.get(one.meaning, words[one.side]),
            since=dates.period(one.first_fired, names[one.series.measure_id].grain),
            chance=percent(one.chance or 0.0),
            href=reverse("measure", args=[one.series.unit.key, one.series.measure.key]),
        )
        for one in found
    ]
