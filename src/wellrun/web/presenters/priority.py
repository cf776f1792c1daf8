"""How a priority stands: the worst that its lag measures honestly say, in words. Nothing is scored or averaged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellrun.jobs.in_force.standing import standing_of
from wellrun.web import states
from wellrun.web.counts import inside
from wellrun.web.presenters.rows import MeasureRow

_SOMETIMES = states.State(gettext_lazy("Meets its aim sometimes"), "flat", "aim-sometimes")
_MEETS = states.State(gettext_lazy("Meets its aim"), "good", "aim-met")
_NO_LAG = states.State(gettext_lazy("Cannot tell: no lag measure"), "flat", "mark-open")
_NO_FIGURES = states.State(gettext_lazy("Cannot tell: no figures"), "flat", "mark-open")
_OLD = states.State(gettext_lazy("Cannot tell: no figure of this year"), "flat", "mark-open")
_TOO_FEW = states.State(gettext_lazy("Cannot tell: too few figures"), "flat", "mark-open")

_STATES: dict[str, states.State] = {
    "worsening": states.CHANGE["worsening"],
    "short": states.AIM["short"],
    "not_there_yet": states.AIM["not_there_yet"],
    "no_result": _NO_LAG,
    "no_figures": _NO_FIGURES,
    "old": _OLD,
    "too_few": _TOO_FEW,
    "sometimes": _SOMETIMES,
    "higher": states.CHANGE["higher"],
    "lower": states.CHANGE["lower"],
    "no_change": states.CHANGE["no_change"],
    "improving": states.CHANGE["improving"],
    "meets": _MEETS,
}
_TROUBLE = (states.CHANGE["worsening"], states.AIM["short"])
_UNKNOWN = (_NO_LAG, _NO_FIGURES, _OLD, _TOO_FEW)
_WELL = (_SOMETIMES, states.CHANGE["improving"], _MEETS)


@dataclass(frozen=True)
class PriorityState:
    """`because`: the lag measure that says so, where there are several; `harm`: a balancing measure that gets worse."""

    state: states.State
    because: str = ""
    harm: str = ""

    @property
    def in_trouble(self) -> bool:
        """Whether it gets worse or falls short of its aim."""
        return self.state in _TROUBLE

    @property
    def is_unknown(self) -> bool:
        """Whether nothing honest can be said of it."""
        return self.state in _UNKNOWN

    @property
    def words(self) -> str:
        """The state, never without the harm that it is bought with."""
        if self.harm and self.state in _WELL:
            return _("%(state)s, with a harm signal") % {"state": self.state.word}
        return str(self.state.word)

    @property
    def tone(self) -> str:
        """The colour of the state."""
        return "harm" if self.harm and self.state in _WELL else self.state.tone

    @property
    def about(self) -> str:
        """Which measure says so, and which one pays for it."""
        parts = [self.because]
        if self.harm:
            parts.append(_("balancing measure getting worse: %(name)s") % {"name": inside(self.harm)})
        return "; ".join(part for part in parts if part)


def priority_state(rows: Sequence[MeasureRow]) -> PriorityState:
    """The worst state among the lag measures of `rows`."""
    found = standing_of(rows)
    return PriorityState(_STATES[found.code], found.because, found.harm)


def word_inside(state: PriorityState) -> str:
    """The state inside a sentence."""
    words: dict[str | Promise, str] = {
        states.CHANGE["worsening"].word: _("getting worse"),
        states.AIM["short"].word: _("short of its aim"),
    }
    return words.get(state.state.word, inside(state.words))


def names_once(rows: Iterable[MeasureRow]) -> list[str]:
    """The measures' names, each once, as they stand inside a sentence."""
    return list(dict.fromkeys(inside(row.name) for row in rows))
