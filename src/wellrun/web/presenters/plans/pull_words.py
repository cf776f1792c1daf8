"""What pulls against what, in sentences, and why it is flagged; none of them says that one thing causes another."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellrun.check.conflicts import Clash, End
from wellrun.jobs.plan_conflicts import Pulls
from wellrun.web.presenters.library_words import grade_names


@dataclass(frozen=True)
class Reason:
    """One reason for which two objectives are flagged: its kind in a word or two, what is wanted, what says so."""

    kind: str
    sentence: str
    grade: str
    source: str


def reason(clash: Clash, pulls: Pulls) -> Reason:
    """A clash in words."""
    grade = pulls.grades.get(clash.by, "")
    return Reason(
        kind=_kind(clash),
        sentence=_sentence(clash, pulls),
        grade=grade_names().get(grade, grade),
        source=pulls.sources.get(clash.by, ""),
    )


def _kind(clash: Clash) -> str:
    if clash.kind == "opposite":
        return _("Opposite wishes")
    if clash.kind == "part":
        return _("A part against the whole")
    return _("Trade-off")


def _sentence(clash: Clash, pulls: Pulls) -> str:
    if clash.kind == "trade_off":
        return _trade_off(clash, pulls)
    return " ".join([_wish(clash.one, pulls), _wish(clash.other, pulls), *_of_it(clash, pulls)])


def _wish(end: End, pulls: Pulls) -> str:
    words = {"title": end.objective.title, "measure": name_of(pulls, end.measure)}
    if end.way == "up":
        return _("“%(title)s” wants “%(measure)s” to rise.") % words
    return _("“%(title)s” wants “%(measure)s” to fall.") % words


def _of_it(clash: Clash, pulls: Pulls) -> list[str]:
    if clash.kind != "part":
        return []
    words = {"part": name_of(pulls, clash.other.measure), "whole": name_of(pulls, clash.one.measure)}
    return [_("“%(part)s” is reckoned into “%(whole)s”.") % words]


def _trade_off(clash: Clash, pulls: Pulls) -> str:
    words = {
        "one": clash.one.objective.title,
        "other": clash.other.objective.title,
        "push": name_of(pulls, clash.one.measure),
        "guard": name_of(pulls, clash.other.measure),
        "how": _mechanism(clash, pulls),
    }
    said = {
        "up": _("“%(one)s” pushes “%(push)s” up and does not watch “%(guard)s”, a result of “%(other)s”."),
        "down": _("“%(one)s” pushes “%(push)s” down and does not watch “%(guard)s”, a result of “%(other)s”."),
    }.get(clash.one.way, _("“%(one)s” holds “%(push)s” and does not watch “%(guard)s”, a result of “%(other)s”."))
    if not words["how"]:
        return said % words
    return _("%(said)s It may suffer: %(how)s.") % {"said": said % words, "how": words["how"].rstrip(".")}


def _mechanism(clash: Clash, pulls: Pulls) -> str:
    return next((one.mechanism for one in pulls.facts.trade_offs if one.key == clash.by), "")


def name_of(pulls: Pulls, measure: str) -> str:
    """What a measure is called; its key where nobody defines it."""
    found = pulls.facts.measure.get(measure)
    return found.name if found else pulls.facts.other_names.get(measure, measure)
