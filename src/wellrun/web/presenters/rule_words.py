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

_PLAINLY: Final = {
    "FOC-01": _("Attention is scarce: NHS England went from 133 national targets to 31 and then to 18 for this reason"),
    "FOC-02": _("The best results are reported with fewer than 24 objectives on a map"),
    "FOC-03": _("A plan balances its domains; leaving one out for a year is said on purpose, as an exception"),
    "FOC-04": _("A few measures tell how an objective goes; with more, a review weighs none of them"),
    "FOC-05": _("A huddle of fifteen minutes cannot talk about more"),
    "OBJ-01": _("No review can tell how it goes"),
    "OBJ-03": _("There is activity, and nothing shows whether it leads anywhere"),
    "OBJ-04": _("Shorter stays, fewer denials and faster flow have known ways to do harm"),
    "OBJ-05": _("A task can be done without anything getting better for anybody"),
    "OBJ-06": _("Whoever works on it cannot see what it is for"),
    "OBJ-07": _("A priority that nobody below takes up is not carried out"),
    "OBJ-08": _("What nobody takes on of a gap stays open"),
    "OBJ-09": _("Teams are held to goals that contradict each other"),
    "OBJ-10": _("From a circle no way leads up to what it is for"),
    "MEA-01": _("Nobody else could count the same again"),
    "MEA-02": _("Without a baseline nobody can tell a stretch from chance"),
    "MEA-03": _("It will be hit and missed by luck, whatever is done"),
    "MEA-04": _("The same work brings the same result; asking for explanations is waste"),
    "MEA-05": _("Figures just inside a limit can come from meeting the limit rather than the need"),
    "MEA-06": _("Its limits then say nothing"),
    "MEA-07": _("It cannot signal before the outcome is there; a limit that acts on the same day can"),
    "MEA-08": _("A part that moves with its whole shows arithmetic, and no effect"),
    "MEA-09": _("What is contested is easily taken for settled where nothing says so"),
    "MEA-10": _("With few cases a figure is mostly chance, and it may tell who somebody is"),
    "MEA-11": _("It would be taken for the official figure, and its name is not licensed"),
    "MEA-12": _("It would look like an improvement that is none"),
    "OWN-03": _("The flow of patients depends on emergency care, beds, nursing, medicine, diagnostics and discharge"),
    "OWN-04": _("Where two answer, each waits for the other"),
    "OWN-05": _("Who follows too much lets some of it stand still"),
    "OWN-06": _("It is unfair, tempts to bend figures, and judges one person by the work of many"),
    "OWN-07": _("Work stands still and nobody notices"),
    "REV-01": _("A signal that nobody looks at grows old"),
    "REV-03": _("Nobody uses it: review it, or retire it"),
    "REV-05": _("Leaving chance alone is right, and is said with its reason"),
    "REV-06": _("Acting on chance makes figures worse more often than better"),
    "INI-01": _("Nothing could show whether it was worth it"),
    "INI-02": _("Without a prediction there is nothing to learn from the result"),
    "INI-03": _("What came of the one cannot be told from what came of the other"),
    "ACT-01": _("Nobody could say that it is done"),
    "ACT-02": _("What stands still is not done"),
    "ACT-03": _("Nobody hands up a question again where the last one was left unanswered"),
    "PRV-01": _("Only sums belong here: free text is where a person is told by accident"),
    "PRV-02": _("A small count can tell who somebody is, by itself or with the totals beside it"),
    "PRV-03": _("What is protected as safety work can lose that protection outside its system"),
}
"""The reasons of the domain notes that speak in short or name a value of the program, as a reader is told them."""
_SOURCES: Final = {
    "brief": _("agreed for this product"),
    "links.yaml": _("the links of the library"),
    "links.yaml B01-B27": _("the trade-offs of the library"),
}


def why_of(words: RuleWords) -> str:
    """Why a rule matters, to a reader."""
    return str(_PLAINLY.get(words.id, words.rationale))


def source_of(words: RuleWords) -> str:
    """Where a rule comes from, without the notes' own mark that the source was looked at."""
    said = re.sub(r" \(seen[^)]*\)", "", words.reference)
    if said.startswith("computed:"):
        return str(_("worked out from the links of the library"))
    return "; ".join(str(_SOURCES.get(part, part)) for part in said.split("; "))


def threshold_label(rule: str, name: str) -> _StrPromise:
    """What a number of a rule counts."""
    return _THRESHOLDS[rule, name]


def family_of(rule: str) -> str:
    """The letters that a rule's name begins with."""
    return rule.partition("-")[0]
