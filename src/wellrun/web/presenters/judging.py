"""By what a measure is judged, what changing that would do, and who changed it when."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.accounts.models import User
from wellrun.audit.models import AuditEvent
from wellrun.insight.found_by import judged_by, profile_name
from wellrun.jobs.judging import Reach, reach_of
from wellrun.measures.actions.watching import JUDGE_BY, WATCH_EARLY
from wellrun.measures.judging_permission import may_set_judging
from wellrun.measures.models import MeasureVersion, Series
from wellrun.web import dates, figures
from wellrun.web.counts import capital
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters.total_series import total_series

MOST = 10


@dataclass(frozen=True, slots=True)
class Before:
    """How it was judged before the last change, to put it back."""

    rules: str
    early: bool
    words: str


@dataclass(frozen=True, slots=True)
class JudgingPage:
    """The page: `said` in a sentence, `history` the newest change first, `before` only for who may change it."""

    series: Series
    version: MeasureVersion
    reach: Reach
    crumbs: list[Crumb]
    said: str
    facts: list[Fact]
    history: list[str]
    before: Before | None
    may_set: bool


def judging_page(frame: Frame, key: str) -> JudgingPage:
    """How a measure is judged, asked in one of its units; nine queries. NotFound where the unit has no such series."""
    series = total_series(frame, key)
    version = MeasureVersion.objects.get(measure=series.measure_id, current=True)
    reach, may_set = reach_of(version), may_set_judging(frame.user, series.measure)
    events = list(
        AuditEvent.objects.filter(subject_id=str(series.measure_id), verb__in=[JUDGE_BY, WATCH_EARLY]).order_by("-id")[
            :MOST
        ]
    )
    return JudgingPage(
        series=series,
        version=version,
        reach=reach,
        crumbs=[
            Crumb(frame.unit.name, reverse("strategy", args=[frame.unit.key])),
            Crumb(version.name, reverse("measure", args=[frame.unit.key, key])),
            Crumb(_("How it is judged")),
        ],
        said=_("Judged by %(rules)s, in every unit that has it.")
        % {"rules": judged_by(version.rule_profile, version.early_detection)},
        facts=_facts(version, reach),
        history=_history(events, frame),
        before=_before(version, events) if may_set else None,
        may_set=may_set,
    )


def what_changes(version: MeasureVersion, reach: Reach, rules: str, early: bool) -> list[str]:
    """What another way of judging does, a sentence each; empty where it is that already."""
    told = []
    if rules != version.rule_profile:
        shown = {"old": profile_name(version.rule_profile), "new": profile_name(rules)}
        told.append(_("It is judged by %(new)s instead of %(old)s, its whole past too.") % shown)
        told.append(_taken_back(reach, version))
    if early and not version.early_detection:
        told.append(_promise(reach))
        told.append(
            _("A forum hears of what is found so within its alarm budget; what is weaker is seen on the card only.")
        )
    if version.early_detection and not early:
        told.append(_no_longer(reach))
    if not told:
        return []
    judged = ngettext(
        "Its %(n)s series is judged anew at once.", "Its %(n)s series are judged anew at once.", reach.series
    )
    return [
        *told,
        judged % {"n": figures.number(reach.series)},
        _("Figures, aims and baselines stay as they are. You can put it back on this page; the log keeps both."),
    ]


def _taken_back(reach: Reach, version: MeasureVersion) -> str:
    shown = {"n": figures.number(reach.open_signals), "old": profile_name(version.rule_profile)}
    if not reach.open_signals:
        return _("No change is open now; others may be found.")
    return (
        ngettext(
            "%(n)s change is open now, found while it was judged by %(old)s: it is taken back, and found again only "
            "where the new rules find it. An item about it says so and still needs an outcome.",
            "%(n)s changes are open now, found while it was judged by %(old)s: they are taken back, and found again "
            "only where the new rules find them. Items about them say so and still need an outcome.",
            reach.open_signals,
        )
        % shown
    )


def _promise(reach: Reach) -> str:
    return ngettext(
        "%(n)s series is watched for early changes as well: by chance alone about %(alarms)s false alarms a year.",
        "%(n)s series are watched for early changes as well: by chance alone about %(alarms)s false alarms "
        "a year over all of them.",
        reach.watched,
    ) % {"n": figures.number(reach.watched), "alarms": f"{reach.false_alarms:.2g}"}


def _no_longer(reach: Reach) -> str:
    told = _("It is watched for early changes no more.")
    if not reach.alone:
        return told
    gone = ngettext(
        "%(n)s open change that early detection alone has found is taken back.",
        "%(n)s open changes that early detection alone has found are taken back.",
        reach.alone,
    )
    return f"{told} {gone % {'n': figures.number(reach.alone)}}"


def _facts(version: MeasureVersion, reach: Reach) -> list[Fact]:
    return [
        Fact(_("Rules"), capital(profile_name(version.rule_profile))),
        Fact(_("Watched for early changes"), _("yes") if version.early_detection else _("no")),
        Fact(_("Series judged so"), figures.number(reach.series)),
        Fact(_("Changes open now"), figures.number(reach.open_signals)),
    ]


def _history(events: list[AuditEvent], frame: Frame) -> list[str]:
    """A line each, with the names of accounts as shown; one query."""
    users = User.objects.filter(username__in={event.actor for event in events})
    names = dict(users.values_list("username", "display_name"))
    return [_told(event, names.get(event.actor) or event.actor, frame) for event in events]


def _told(event: AuditEvent, by: str, frame: Frame) -> str:
    """ "14 October 2025, Analyst: judged by the Nelson rules"."""
    if event.verb == JUDGE_BY:
        what = _("judged by %(rules)s") % {"rules": profile_name(event.data["rules"])}
    else:
        what = _("watched for early changes") if event.data["on"] else _("watched for early changes no more")
    day = dates.day(event.at.astimezone(frame.zone).date(), year=True)
    return _("%(day)s, %(by)s: %(what)s") % {"day": day, "by": by, "what": what}


def _before(version: MeasureVersion, events: list[AuditEvent]) -> Before | None:
    """How it was before the newest change; what one person changed at one moment is one change. Old events say less."""
    rules, early = version.rule_profile, version.early_detection
    for event in events:
        if (event.at, event.actor_id) != (events[0].at, events[0].actor_id):
            break
        if event.verb == JUDGE_BY:
            rules = event.data.get("was") or rules
        else:
            early = not event.data["on"]
    if (rules, early) == (version.rule_profile, version.early_detection):
        return None
    return Before(rules, early, judged_by(rules, early))
