"""What the strategy refuses, in a manager's words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from wellrun.lib.errors import Conflict, UserError
from wellrun.strategy.models import Plan

_STAGES = {
    Plan.Stage.DRAFT: "a draft",
    Plan.Stage.CONSULTATION: "in consultation",
    Plan.Stage.ACTIVE: "in force",
    Plan.Stage.CLOSED: "closed",
}


def key_taken(key: str) -> Conflict:
    """Keys are given once."""
    return Conflict("key_taken", _("The key “%(key)s” is already in use.") % {"key": key}, key=key)


def plan_ends_too_early() -> UserError:
    """A cycle has a length."""
    return UserError("plan_ends_too_early", _("A plan must end after it starts."))


def not_in_stage(plan: Plan, *wanted: Plan.Stage) -> Conflict:
    """The step belongs to another stage of the plan."""
    shown = {"plan": plan.name, "stage": _STAGES[Plan.Stage(plan.stage)], "wanted": _STAGES[wanted[0]]}
    return Conflict("plan_in_other_stage", _("“%(plan)s” is %(stage)s; this needs it to be %(wanted)s.") % shown)


def plan_closed(plan: Plan) -> Conflict:
    """A closed plan is kept as it was."""
    return Conflict("plan_closed", _("“%(plan)s” is closed and is kept as it was.") % {"plan": plan.name})


def order_changed() -> Conflict:
    """An order that was put together from another one."""
    sentence = _("The order was changed by somebody else meanwhile. Look at it again, and save once more.")
    return Conflict("order_changed", sentence)


def domain_in_use(name: str) -> Conflict:
    """Something stands in it."""
    sentence = _("Something stands in “%(name)s”, now or in an earlier plan: it can be renamed, and not taken away.")
    return Conflict("domain_in_use", sentence % {"name": name})


def reason_needed() -> UserError:
    """A choice is said with its reason."""
    return UserError("reason_needed", _("Say why."))


def own_reason_needed() -> UserError:
    """Who turns a ruling round says why in words of their own."""
    sentence = _("These are the words of the ruling the other way round. Say why it is now this one that wins.")
    return UserError("own_reason_needed", sentence)


def title_needed() -> UserError:
    """What is written down has a name."""
    return UserError("title_needed", _("Give it a title."))


def same_twice() -> UserError:
    """Two ends are needed."""
    return UserError("same_twice", _("Name two different objectives."))


def other_plan() -> UserError:
    """Both belong to one plan."""
    return UserError("other_plan", _("Both objectives must be of the same plan."))


def hours_out_of_range() -> UserError:
    """A week has 168 hours."""
    return UserError("hours_out_of_range", _("Hours a week lie between 0 and 168."))


def quarter_of_the_cycle_needed() -> UserError:
    """A slice lies in one quarter of its plan."""
    return UserError("quarter_needed", _("Choose the first day of one of the cycle's quarters."))


def measure_not_of_objective() -> UserError:
    """Key results are aims on the objective's own measures."""
    return UserError(
        "measure_not_of_objective",
        _("A key result is an aim on one of the objective's measures: add the measure to the objective first."),
    )


def key_results_on_it(title: str) -> UserError:
    """What scores an open quarter stays a measure of its objective until the quarter is closed."""
    sentence = _(
        "The quarter “%(title)s” has a key result on this measure: take the key result away or close the quarter first."
    )
    return UserError("key_results_on_it", sentence % {"title": title}, title=title)


def key_result_stands_still() -> UserError:
    """What is to be reached is not where one begins."""
    return UserError("key_result_stands_still", _("Choose an aim that differs from where the quarter begins."))


def key_result_gets_worse(*, is_rising_better: bool) -> UserError:
    """A key result is reached by getting better: else a worsening measure would score 1."""
    sentence = (
        _("This measure is better when it rises: choose an aim above where the quarter begins.")
        if is_rising_better
        else _("This measure is better when it falls: choose an aim below where the quarter begins.")
    )
    return UserError("key_result_gets_worse", sentence)


def learning_needed() -> UserError:
    """A quarter closes with what was learned."""
    return UserError("learning_needed", _("Say what was learned in the quarter."))


def quarter_not_over(ends: date) -> UserError:
    """Closed before its last day is over, a quarter loses what still comes in: that is said, not done by the way."""
    sentence = _(
        "The quarter runs to %(day)s, and a closed one is not opened again: say that it is to be closed early, or wait."
    )
    return UserError("quarter_not_over", sentence % {"day": f"{ends:%Y-%m-%d}"})


def quarter_closed() -> Conflict:
    """A closed quarter is history."""
    return Conflict("quarter_closed", _("This quarter is closed."))


def confidence_out_of_range() -> UserError:
    """0 to 10."""
    return UserError("confidence_out_of_range", _("Confidence is a whole number from 0 (no) to 10 (sure)."))


def evidence_needed() -> UserError:
    """Met means shown."""
    return UserError("evidence_needed", _("Say what shows that it is met."))
