"""The stage of a plan in words, and what may be done about it there."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellrun.organisation.models import Unit
from wellrun.strategy.models import Objective, Plan
from wellrun.web import dates
from wellrun.web.parts import Button, Tab

Stage = Plan.Stage
_MOST_WAITING = 3
_WORDS = {
    Stage.DRAFT: (gettext_lazy("Draft"), "flat", "edit"),
    Stage.CONSULTATION: (gettext_lazy("In consultation"), "accent", "review"),
    Stage.ACTIVE: (gettext_lazy("In force"), "good", "check"),
    Stage.CLOSED: (gettext_lazy("Closed"), "flat", "lock"),
}


@dataclass(frozen=True)
class StageWord:
    """How a stage shows."""

    word: str | Promise
    tone: str
    icon: str


def stage_word(plan: Plan) -> StageWord:
    """Draft, in consultation, in force, closed."""
    return StageWord(*_WORDS[Stage(plan.stage)])


def cycle_words(plan: Plan) -> str:
    """ "1 Apr 2026 to 31 Mar 2027"."""
    shown = {"starts": dates.period(plan.starts, "day"), "ends": dates.period(plan.ends, "day")}
    return _("%(starts)s to %(ends)s") % shown


def stage_said(plan: Plan) -> str:
    """What the stage means, in one sentence."""
    if plan.stage == Stage.DRAFT:
        return _("A draft: it is being written, and binds nobody yet.")
    if plan.stage == Stage.CONSULTATION:
        return _("In consultation: those who are to carry it answer what is offered to them. It binds nobody yet.")
    if plan.stage == Stage.ACTIVE:
        day = dates.period(plan.activated_on, "day") if plan.activated_on else ""
        return _("In force since %(day)s: pages, reviews and the check go by it.") % {"day": day}
    if plan.closed_on is None:
        return _("Closed, and kept as it was.")
    return _("Closed on %(day)s, and kept as it was.") % {"day": dates.period(plan.closed_on, "day")}


def stage_buttons(plan: Plan, *, may_write: bool, may_clone: bool, is_empty: bool = False) -> list[Button]:
    """The steps from here, for who may take them; the one that goes on is the main one.

    Of an empty plan no next one is made, and the main thing is its first objective.
    """
    stages = {"consultation": _("Open consultation"), "draft": _("Return to draft"), "close": _("Close it")}
    steps = {Stage.DRAFT: ["consultation"], Stage.CONSULTATION: ["draft"], Stage.ACTIVE: ["close"]}
    found = [
        Button(stages[verb], reverse("plan_stage", args=[plan.key, verb]))
        for verb in steps.get(Stage(plan.stage), []) * may_write
    ]
    if may_clone and not is_empty:
        found.append(Button(_("Begin the next cycle"), reverse("plan_clone", args=[plan.key])))
    if may_write and plan.stage in (Stage.DRAFT, Stage.CONSULTATION):
        found.append(Button(_("Bring it into force"), reverse("plan_activation", args=[plan.key]), main=not is_empty))
    return found


def instead_of_closing(plan: Plan) -> list[Button]:
    """The plans that wait to come into force, the soonest first; where none does, the form of the next one."""
    waiting = Plan.objects.filter(stage__in=(Stage.DRAFT, Stage.CONSULTATION)).order_by("starts", "key")[:_MOST_WAITING]
    found = [
        Button(
            _("See what brings “%(plan)s” into force") % {"plan": one.name}, reverse("plan_activation", args=[one.key])
        )
        for one in waiting
    ]
    return found or [Button(_("Begin the next cycle"), reverse("plan_clone", args=[plan.key]))]


def plan_tabs(plan: Plan, here: str, *, sees_whole: bool) -> list[Tab]:
    """The views of a plan; `here` is the name of one's address. What is about the whole of it, for who sees that."""
    places = [("plan", _("The plan")), ("plan_ranking", _("Decisions")), ("plan_catchball", _("Exchanges"))]
    if sees_whole and plan.stage in (Stage.DRAFT, Stage.CONSULTATION):
        places.append(("plan_activation", _("What is asked")))
    if sees_whole:
        places += [("plan_versions", _("Versions")), ("plan_history", _("History"))]
    return [Tab(label, href, name == here) for name, label in places if (href := address(name, plan.key))]


def first_objective_href(plan: Plan, top: Unit) -> str:
    """The form of an objective of the enterprise."""
    asked = urlencode({"unit": top.key, "level": Objective.Level.ENTERPRISE.value})
    return f"{reverse('objective_new', args=[plan.key])}?{asked}"


def address(name: str, *arguments: object) -> str:
    """The address of that name; empty where there is none for these."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
