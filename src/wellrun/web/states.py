"""The words, colours and shapes of a state: one table, so that a state looks the same wherever it stands.

Two questions a measure: is there a real change, and does it meet its aim? Never red, amber, green.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class State:
    """How one state shows: its word, its colour (`good`, `bad`, `flat`, `harm`, `accent`), its shape."""

    word: str | Promise
    tone: str
    icon: str


CHANGE = {
    "no_change": State(_("No change"), "flat", "mark-none"),
    "improving": State(_("Improving"), "good", "mark-good"),
    "worsening": State(_("Worsening"), "bad", "mark-bad"),
    "higher": State(_("Higher"), "flat", "mark-higher"),
    "lower": State(_("Lower"), "flat", "mark-lower"),
    "insufficient": State(_("Too few figures"), "flat", "mark-open"),
    "not_judged": State(_("Not judged"), "flat", "mark-open"),
    "no_figures": State(_("No figures yet"), "flat", "mark-open"),
}

AIM = {
    "meets": State(_("Meets it"), "good", "aim-met"),
    "sometimes": State(_("Meets it sometimes"), "flat", "aim-sometimes"),
    "short": State(_("Short of aim"), "bad", "aim-short"),
    "not_there_yet": State(_("Not there yet"), "bad", "aim-nearing"),
    "no_aim": State(_("No aim"), "flat", "aim-none"),
    "insufficient": State(_("Cannot tell yet"), "flat", "mark-open"),
    "not_judged": State(_("Not judged"), "flat", "mark-open"),
    "no_figures": State(_("Cannot tell yet"), "flat", "mark-open"),
}

# What the rooms below call the same things.
_CHANGE_ALIASES = {
    "none": "no_change",
    "unknown": "insufficient",
    "common_cause": "no_change",
    "improvement": "improving",
    "improvement_high": "improving",
    "improvement_low": "improving",
    "concern": "worsening",
    "concern_high": "worsening",
    "concern_low": "worsening",
    "high": "higher",
    "neutral_high": "higher",
    "low": "lower",
    "neutral_low": "lower",
    "insufficient_data": "insufficient",
}
_AIM_ALIASES = {
    "unknown": "insufficient",
    "consistently_passes": "meets",
    "inconsistent": "sometimes",
    "consistently_fails": "short",
    "insufficient_data": "insufficient",
    "none": "no_aim",
    "": "no_aim",
}
_ROLES = {"lead": _("lead"), "lag": _("lag"), "balancing": _("balancing")}


def change_state(code: str) -> State:
    """Is there a real change? Unknown codes are our bug and raise KeyError."""
    return CHANGE[_CHANGE_ALIASES.get(code, code)]


def aim_state(code: str | None, change: str = "") -> State:
    """Does it meet its aim? Short of it while improving is "not there yet"."""
    plain = _AIM_ALIASES.get(code or "", code or "")
    if plain == "short" and _CHANGE_ALIASES.get(change, change) == "improving":
        plain = "not_there_yet"
    return AIM[plain]


def role_word(role: str) -> str | Promise:
    """Lead, lag or balancing, as the screen says it."""
    return _ROLES[role]
