"""What early detection says of a change, in words: plain ones for everybody, and those an analyst asks for.

A rate of false alarms is told only here, and only of a change that early detection found and no fixed rule has joined:
fixed rules promise none, and once one has fired nobody can say which of the two a rate would be of.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.insight.display import when_words
from wellrun.insight.facts import SignalFacts
from wellrun.insight.found_by import Finder, finder_of

# Rarer than this nothing was simulated.
MOST_CASES = 1_000_000


def rules_words(profile: str, early_detection: bool) -> str:
    """By what a series is judged: "NHS rules", "NHS rules and early detection"."""
    rules = {
        "nhs": _("NHS rules"),
        "western-electric": _("Western Electric rules"),
        "nelson": _("Nelson rules"),
        "anhoej": _("Anhøj rules"),
        "limits": _("Limits alone"),
    }[profile]
    return _("%(rules)s and early detection") % {"rules": rules} if early_detection else rules


def early_sentence(facts: SignalFacts) -> str:
    """How often a series that did not change comes as far; empty once a rule fires, or where one fired first."""
    early = facts.get("early")
    if not early or facts.get("withdrawn") or finder_of(facts["rules"]) is not Finder.EARLY:
        return ""
    is_past = facts["period"] is not None and facts["last_fired"] < facts["period"]
    alone = _("No rule of its chart fired.") if is_past else _("No rule of its chart fires yet.")
    return f"{alone} {_cases(early['chance'])}"


def _cases(chance: float) -> str:
    if chance * MOST_CASES < 1:
        return _("In a year, fewer than 1 in a million series without change come so far.")
    return _("In a year, about 1 in %(cases)s series in which nothing changed would look like this.") % {
        "cases": f"{one_in(chance):,}"
    }


def analyst_sentence(facts: SignalFacts) -> str:
    """p and q of a change that early detection alone has found, and what they are among.

    Of one that a fixed rule has joined, why there are none any more; empty for any other.
    """
    early, finder = facts.get("early"), finder_of(facts["rules"])
    if facts.get("withdrawn") or finder is Finder.RULES:
        return ""
    if finder is Finder.EARLY_FIRST:
        return _(
            "Found early, %(when)s; a fixed rule has fired since. Fixed rules promise no rate of false alarms, so no "
            "probability is shown beside them any more."
        ) % {"when": when_words(date.fromisoformat(facts["first_fired"]), facts["grain"])}
    if not early:
        return ""
    shown = {
        "when": when_words(date.fromisoformat(facts["first_fired"]), facts["grain"]),
        "p": percent(early["p"]),
        "chance": percent(early["chance"]),
    }
    found = _(
        "Found early, %(when)s, before any fixed rule fired: a series that did not change would have come as far "
        "by then with probability %(p)s, and within any one year with probability %(chance)s."
    )
    return " ".join(part for part in (found % shown, _among(facts)) if part)


def _among(facts: SignalFacts) -> str:
    early = facts.get("early")
    if not early or early["q"] is None or early["watched"] is None:
        return ""
    among = ngettext(
        "It was the only series of the measure watched then.",
        "Among the %(n)d series of the measure watched then: %(q)s, the share of false ones to expect if all that "
        "are as strong were taken for real.",
        early["watched"],
    )
    return among % {"n": early["watched"], "q": percent(early["q"])}


def one_in(chance: float) -> int:
    """In how many cases there is one of that probability, to two digits."""
    cases = min(1 / chance, MOST_CASES)
    digits = 0
    while cases >= 100:
        cases, digits = cases / 10, digits + 1
    return max(1, round(cases)) * int(10**digits)


def percent(probability: float) -> str:
    """ "0.4 %", "3 %", "less than 0.01 %"."""
    share = probability * 100
    if share < 0.01:
        return _("less than 0.01 %")
    decimals = 2 if share < 0.1 else 1 if share < 2 else 0
    return _("%(share)s %%") % {"share": f"{share:.{decimals}f}"}
