"""The values of a change in words: names for keys, percentages for fractions, days as people say them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellrun.organisation.kinds_of_right import KINDS
from wellrun.reviews.models import Forum
from wellrun.strategy.models import PlanChange
from wellrun.web import dates
from wellrun.web.figures import figure
from wellrun.web.presenters.cascade_words import distance_in
from wellrun.web.presenters.library_words import perspective_names
from wellrun.web.presenters.plans.driver_words import kind_names
from wellrun.web.presenters.plans.history_names import BETWEEN, Names, shared_objective, subject_parts, table_of
from wellrun.web.presenters.plans.objective_words import direction_names, level_names, part_names
from wellrun.web.presenters.reviews.cadence import cadence_words

LONGEST: Final = 160
_STAGES: Final = {
    "draft": gettext_lazy("a draft"),
    "consultation": gettext_lazy("in consultation"),
    "active": gettext_lazy("in force"),
    "closed": gettext_lazy("closed"),
}
_CALLED: Final[dict[str, str | Promise]] = {
    "handoff": gettext_lazy("hand-off measure"),
    "check_ins": gettext_lazy("number of confidence check-ins"),
    "delay_days": gettext_lazy("days it takes"),
    "design": gettext_lazy("how it is judged"),
    "expires": gettext_lazy("until"),
    "amount": gettext_lazy("takes on"),
    "closed_early": gettext_lazy("closed before its last day"),
    "contribution": gettext_lazy("takes on"),
    "from": gettext_lazy("begun from"),
    "cadence": gettext_lazy("sits"),
    "first_start": gettext_lazy("first sitting"),
}
# Told by the subject itself, or of use to a program alone; the file of the history has them.
_UNTOLD: Final = frozenset({"key", "position", "illustrative", "time_zone"})
_OF_WAIVER: Final = frozenset({"rule", "subject"})
# Kinds of changes that bring a name of their own, and those that join two measures.
_TITLED: Final = frozenset({"action", "objective", "initiative", "stopped", "forum", "domain", "obligation", "post"})
_ENDS: Final = {"link": ("lead", "lag"), "trade_off": ("push", "guard")}
# Figures on the scale of the measure that the change is about.
_FIGURES: Final = frozenset({"value", "low", "high", "baseline", "start", "aim", "limit"})
# Parts of the gap of an objective, in the unit of its result.
_PARTS: Final = frozenset({"amount", "contribution"})
# How a record keeps a day or a moment; pages say them as people do.
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


@dataclass(frozen=True)
class Teller:
    """Says the values of one change. `names`: what its keys are called."""

    change: PlanChange
    names: Names

    def lines(self) -> list[str]:
        """From what to what, a line for each thing that changed."""
        both = dict.fromkeys([*self.change.before, *self.change.after])
        untold = _UNTOLD | (_OF_WAIVER if self.change.kind == "waiver" else frozenset())
        return [line for name in both if name not in untold and (line := self._line(name))]

    def subject(self) -> str:
        """What it is about: what the change itself calls it, else what it joins, else its parts by name."""
        facts = self.change.after or self.change.before
        title = (facts.get("title") or facts.get("name")) if self.change.kind in _TITLED else ""
        ends = _ENDS.get(self.change.kind, ())
        if ends and all(facts.get(one) for one in ends):
            return " → ".join(self.word(one, facts[one]) for one in ends)
        parts = [_day(str(KINDS.get(one, one))) for one in self.names.of_subject(self.change)]
        return str(title) if title else BETWEEN.join(parts)

    def _line(self, name: str) -> str:
        before, after = self.change.before.get(name), self.change.after.get(name)
        if before == after:
            return ""
        shown = {"name": called(name), "before": self.word(name, before), "after": self.word(name, after)}
        if name not in self.change.before or before in (None, "", []):
            return _("%(name)s: %(after)s") % shown if after not in (None, "", []) else ""
        if name not in self.change.after:
            return _("%(name)s was %(before)s") % shown
        return _("%(name)s: %(before)s → %(after)s") % shown

    def word(self, name: str, value: Any) -> str:
        """One value."""
        if value is None or value in ("", [], {}):
            return _("nothing")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return shortened(", ".join(self.word(name, one) for one in value))
        if isinstance(value, dict):
            return shortened(", ".join(f"{called(key)} {self._inner(value, key)}" for key in value))
        return shortened(self._text(name, value) if isinstance(value, str) else self._number(name, value))

    def _inner(self, facts: Mapping[str, Any], name: str) -> str:
        """A value inside another; how much a measure is to move is told in its unit."""
        form = self.names.formats.get(str(facts.get("measure")))
        if name == "change" and form is not None and facts[name] is not None:
            return distance_in(facts[name], form)
        return self.word(name, facts[name])

    def _text(self, name: str, value: str) -> str:
        if table := table_of(self.change.kind, name):
            return self.names.of(table, value)
        if name == "cadence" and (words := self._cadence(value)):
            return words
        if _MOMENT.fullmatch(value):
            moment = datetime.fromisoformat(value)
            return f"{dates.day(moment.date(), year=True)}, {moment:%H:%M}"
        return _day(str(self._choices(name).get(value, value)))

    def _choices(self, name: str) -> Mapping[str, Any]:
        if name == "kind":
            return {"driver": kind_names(), "post_right": KINDS, "forum_right": KINDS}.get(self.change.kind, {})
        known = {
            "stage": _STAGES,
            "level": level_names(),
            "perspective": perspective_names(),
            "part": part_names(),
            "direction": direction_names(),
        }
        return known.get(name, {})

    def _number(self, name: str, value: float) -> str:
        if name == "share":
            return f"{round(value * 100, 1):g}\u00a0%"
        if name in _PARTS and (form := self.names.gaps.get(shared_objective(self.change))):
            return distance_in(value, form)
        measure = self._measure() if name in _FIGURES else ""
        if measure in self.names.formats:
            return figure(value, self.names.formats[measure])
        return f"{value:g}" if isinstance(value, float) else str(value)

    def _measure(self) -> str:
        """The key of the measure that it is about: named by the change, or by its subject."""
        named = self.change.after.get("measure") or self.change.before.get("measure")
        of_subject = (key for table, key in subject_parts(self.change) if table == "measure")
        return str(named or next(of_subject, ""))

    def _cadence(self, rule: str) -> str:
        """When a forum sits, where the change says from when on as well."""
        facts = self.change.after if self.change.after.get("cadence") == rule else self.change.before
        if not facts.get("first_start") or not facts.get("time_zone"):
            return ""
        zone = str(facts["time_zone"])
        start = datetime.fromisoformat(str(facts["first_start"]))
        first = start if start.tzinfo else start.replace(tzinfo=ZoneInfo(zone))
        return cadence_words(Forum(cadence=rule, first_start=first, time_zone=zone))


def _day(value: str) -> str:
    return dates.day(date.fromisoformat(value), year=True) if _DAY.fullmatch(value) else value


def called(name: str) -> str:
    """What a field of a change is called."""
    return str(_CALLED.get(name, name.replace("_", " ")))


def shortened(text: str) -> str:
    """As much of a text as a line holds."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
