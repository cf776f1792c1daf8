"""The sentence a measure card opens with: what a person would say after looking at the chart for a minute."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellrun.insight.models import Signal
from wellrun.measures.models import MeasureVersion
from wellrun.web import dates, figures
from wellrun.web.presenters.rows import MeasureRow


def measure_sentence(row: MeasureRow, version: MeasureVersion, signals: list[Signal]) -> str:
    """Whether it changed and since when, local or systemic, and where it stands to its aim."""
    parts = [_change(row, version), _scope(signals), _aim(row)]
    return " ".join(part for part in parts if part)


def _change(row: MeasureRow, version: MeasureVersion) -> str:
    state = row.state
    if state is None or state.last_period is None:
        return _("No figures have come yet.")
    if state.status == "insufficient_data" or state.status == "trial_limits":
        return _("Only %(n)d figures so far: too few to tell a real change from the usual variation.") % {
            "n": state.points
        }
    words = {
        "improving": _("Improving beyond its usual variation since %(since)s."),
        "worsening": _("Getting worse beyond its usual variation since %(since)s."),
        "higher": _("Higher than usual since %(since)s."),
        "lower": _("Lower than usual since %(since)s."),
    }
    if state.change in words:
        since = state.since or state.last_period
        return words[state.change] % {"since": dates.period(since, version.grain)}
    if state.change == "unknown":
        return _("Whether it changed cannot be told from these figures.")
    return _("No real change: it moves within its usual range of %(range)s.") % {
        "range": figures.figure_range(state.lower, state.upper, row.form)
    }


def _scope(signals: list[Signal]) -> str:
    if not signals:
        return ""
    signal = signals[0]
    if signal.scope == Signal.Scope.SYSTEMIC:
        return _("%(same)d of the %(of)d units with enough data moved the same way: systemic.") % {
            "same": signal.scope_same,
            "of": signal.scope_of,
        }
    if signal.scope == Signal.Scope.LOCAL:
        return _("None of the other units moved the same way: local.")
    return ""


def _aim(row: MeasureRow) -> str:
    words = {
        "meets": _("It meets its aim of %(aim)s as a rule."),
        "sometimes": _("It meets its aim of %(aim)s only sometimes."),
        "short": _("As it runs now it falls short of its aim of %(aim)s."),
        "not_there_yet": _("It is not yet at its aim of %(aim)s."),
    }
    return words[row.aim_state] % {"aim": row.aim} if row.aim_state in words else ""
