"""What the pages call the parts of a rule: its family, how grave it is, what each of its numbers counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from wellrun.check.catalogue import RuleWords

SEVERITIES: Final = {
    "error": _("Cannot be executed"),
    "warn": _("Worth mending"),
    "info": _("Good to know"),
}
TONES: Final = {"error": ("bad", "bad"), "warn": ("accent", "flag"), "info": ("flat", "info")}
"""The tone and icon of each."""
FAMILIES: Final = {
    "FOC": _("Focus"),
    "OBJ": _("Objectives"),
    "PLN": _("Choices of the plan"),
    "OWN": _("Ownership"),
    "MEA": _("Measures and aims"),
    "OKR": _("Quarters"),
    "INI": _("Initiatives"),
    "DEC": _("Decision rights"),
    "OBL": _("Obligations"),
    "REV": _("Reviews"),
    "ACT": _("Actions and escalations"),
    "PRV": _("Privacy"),
}
_THRESHOLDS: Final = {
    ("ACT-02", "rounds"): _("Silent for more than so many of its own rounds"),
    ("ACT-02", "least_days"): _("and silent for at least so many days"),
    ("ACT-02", "again"): _("Dated again so many times"),
    ("ACT-02", "error_overdue"): _("Cannot be executed: more than so many days overdue, and not escalated"),
    ("ACT-03", "hours_tier_2"): _("Hours to answer, up to tier 2"),
    ("ACT-03", "hours_tier_3"): _("Hours to answer, from tier 3 up"),
    ("OBJ-02", "points"): _("Figures that a signal of a lead needs"),
    ("OBJ-07", "after_days"): _("Days after the plan came into force"),
    ("OBJ-08", "least"): _("Least part of the gap that must be taken on (1 is all of it)"),
    ("OBJ-12", "most"): _("Most that may be taken on (1 is the whole gap)"),
    ("FOC-01", "most"): _("Enterprise objectives that are enough"),
    ("FOC-01", "error_above"): _("Cannot be executed: more than so many"),
    ("FOC-02", "most"): _("Enterprise objectives that a map may hold"),
    ("FOC-04", "most"): _("Measures that are enough for an objective"),
    ("FOC-05", "most"): _("Measures that a huddle has time for"),
    ("FOC-05", "tier"): _("Forums up to this tier are huddles"),
    ("MEA-02", "least"): _("Earlier figures that a baseline needs"),
    ("MEA-07", "points"): _("Figures that a signal of the lead needs"),
    ("MEA-10", "cases"): _("Least cases a period of a share"),
    ("MEA-10", "answers"): _("Least answers a period of a survey"),
    ("OWN-03", "teams"): _("A measure of so many teams needs more than one that answers"),
    ("OWN-05", "measures"): _("Measures that one post can follow"),
    ("OWN-05", "actions"): _("Open actions that one post can follow"),
    ("OWN-06", "teams"): _("An aim is not one post's where so many teams bring it about"),
    ("OWN-11", "most"): _("Teams consulted on one objective"),
    ("PRV-03", "headings"): _("Headings of a safety report that make a text look copied"),
    ("OKR-03", "days"): _("Days without a word on a quarter"),
    ("REV-01", "times"): _("A lead is reviewed at least every so many figures"),
    ("REV-01", "error_times"): _("Cannot be executed: only every more than so many figures"),
    ("REV-02", "share"): _("A forum meets too soon before this part of the time to the next figure"),
    ("REV-03", "rounds"): _("On no agenda for so many rounds of its forum"),
    ("REV-03", "days_without_forum"): _("Days that count as a round where no forum sees it"),
}

_PLAINLY: Final = {"MEA-03": _("It will be hit and missed by luck, whatever is done")}
"""The reasons of the domain notes that name a value of the program, as a reader is told them."""


def why_of(words: RuleWords) -> str:
    """Why a rule matters, to a reader."""
    return str(_PLAINLY.get(words.id, words.rationale))


def source_of(words: RuleWords) -> str:
    """Where a rule comes from, without the notes' own mark that the source was looked at."""
    return re.sub(r" \(seen[^)]*\)", "", words.reference)


def threshold_label(rule: str, name: str) -> _StrPromise:
    """What a number of a rule counts."""
    return _THRESHOLDS[rule, name]


def family_of(rule: str) -> str:
    """The letters that a rule's name begins with."""
    return rule.partition("-")[0]
