"""How a priority stands: the worst that its lag measures honestly say, in words. Nothing is scored or averaged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellrun.web import states
from wellrun.web.counts import inside
from wellrun.web.presenters.rows import MeasureRow

_SOMETIMES = states.State(gettext_lazy("Meets its aim sometimes"), "flat", "aim-sometimes")
_MEETS = states.State(gettext_lazy("Meets its aim"), "good", "aim-met")
_NO_LAG = states.State(gettext_lazy("Cannot tell: no lag measure"), "flat", "mark-open")
_NO_FIGURES = states.State(gettext_lazy("Cannot tell: no figures"), "flat", "mark-open")
_OLD = states.State(gettext_lazy("Cannot tell: no figure of this year"), "flat", "mark-open")
_TOO_FEW = states.State(gettext_lazy("Cannot tell: too few figures"), "flat", "mark-open")

# The worst first. What is not known may be bad: it stands above whatever is no trouble.
_ORDER: tuple[states.State, ...] = (
    states.CHANGE["worsening"],
    states.AIM["short"],
    states.AIM["not_there_yet"],
    _NO_LAG,
    _NO_FIGURES,
    _OLD,
    _TOO_FEW,
    _SOMETIMES,
    states.CHANGE["higher"],
    states.CHANGE["lower"],
    states.CHANGE["no_change"],
    states.CHANGE["improving"],
    _MEETS,
)
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
    lags = [row for row in rows if row.role == "lag"]
    harm = next((row.name for row in rows if row.role == "balancing" and _is_worse(row)), "")
    if not lags:
        return PriorityState(_NO_LAG, harm=harm)
    state, worst = min(((_state(row), row) for row in lags), key=lambda found: _ORDER.index(found[0]))
    return PriorityState(state, worst.name if len(lags) > 1 else "", harm)


def _is_worse(row: MeasureRow) -> bool:
    return row.change == "worsening" and not row.is_old


def _state(row: MeasureRow) -> states.State:
    """What one lag measure says: its trouble first, then its aim, then its change."""
    if row.state is None or row.period is None:
        return _NO_FIGURES
    if row.is_old:
        return _OLD
    if row.change == "unknown":
        return _TOO_FEW
    if row.change == "worsening":
        return states.CHANGE["worsening"]
    of_aim = {"short": states.AIM["short"], "not_there_yet": states.AIM["not_there_yet"], "sometimes": _SOMETIMES}
    if row.aim_state == "short" and row.change == "improving":
        return states.AIM["not_there_yet"]
    if row.aim_state in of_aim:
        return of_aim[row.aim_state]
    return _MEETS if row.aim_state == "meets" else states.change_state(row.change)


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
