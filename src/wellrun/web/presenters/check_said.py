"""What a check comes to: the sentence first, how many of each severity, what it could not answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.check.catalogue import catalogue
from wellrun.check.models import CheckRun, Waiver
from wellrun.jobs.model_check import changes_since
from wellrun.web import dates
from wellrun.web.counts import capital
from wellrun.web.frame import Frame
from wellrun.web.presenters.rule_words import SEVERITIES


@dataclass(frozen=True)
class Choice:
    """A severity one may look at alone: how many stand, and how many more are set aside on purpose."""

    key: str
    label: str
    count: int
    set_aside: int
    is_chosen: bool


@dataclass(frozen=True)
class Skipped:
    """A rule that could not be answered."""

    title: str
    why: str
    count: int


def said_of(
    found: list[tuple[str, str, str]], waivers: dict[tuple[str, str], Waiver], run: CheckRun | None, frame: Frame
) -> str:
    if run is None:
        return _("This plan has not been checked yet. It is checked every night, and whenever it changes.")
    standing = Counter(severity for severity, rule, subject in found if (rule, subject) not in waivers)
    counts = [
        ngettext("one thing cannot be executed", "%(n)d things cannot be executed", standing["error"]),
        ngettext("one thing is worth mending", "%(n)d are worth mending", standing["warn"]),
        ngettext("one thing is good to know", "%(n)d are good to know", standing["info"]),
    ]
    told = [text % {"n": standing[key]} for key, text in zip(SEVERITIES, counts, strict=True) if standing[key]]
    moment = dates.moment(run.at.astimezone(frame.zone))
    since = _since(changes_since(run))
    if not told:
        return _("Nothing stands in the way of this plan. Checked %(when)s.") % {"when": moment} + since
    return _("%(counts)s. Checked %(when)s.") % {"counts": capital("; ".join(told)), "when": moment} + since


def _since(changes: int) -> str:
    """That something it reads was changed after it ran."""
    if not changes:
        return ""
    told = ngettext(
        "%(n)d thing changed since; it is checked again within the hour.",
        "%(n)d things changed since; it is checked again within the hour.",
        changes,
    )
    return " " + told % {"n": changes}


def choices_of(found: list[tuple[str, str, str]], waivers: dict[tuple[str, str], Waiver], chosen: str) -> list[Choice]:
    every = Counter(severity for severity, _rule, _subject in found)
    aside = Counter(severity for severity, rule, subject in found if (rule, subject) in waivers)
    return [
        Choice(key, str(label), each - aside[key], aside[key], key == chosen)
        for key, label in SEVERITIES.items()
        if (each := every[key])
    ]


def skipped_of(run: CheckRun | None) -> list[Skipped]:
    rows = run.skipped if run else []
    return [Skipped(catalogue()[rule].title, why, count) for rule, why, count in rows if rule in catalogue()]
