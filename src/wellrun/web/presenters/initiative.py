"""The page of one initiative: what it was to change, how it goes, what may be said to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.permissions import Permission
from wellrun.accounts.models import User
from wellrun.execution.models import Action, Initiative, InitiativeUpdate
from wellrun.execution.queries import days_unheard, with_words
from wellrun.execution.visibility import visible_actions
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import Plan
from wellrun.web import dates
from wellrun.web.counts import inside
from wellrun.web.parts import Button, Crumb, Fact
from wellrun.web.presenters.actions import ActionRow, action_row
from wellrun.web.presenters.figures_about import figures_fact
from wellrun.web.presenters.line_of_sight import objective_href
from wellrun.web.presenters.plans.initiative import predicted_words


@dataclass(frozen=True)
class InitiativePage:
    """What the page shows; `actions`: what was asked of posts for it."""

    initiative: Initiative
    said: str
    crumbs: list[Crumb]
    facts: list[Fact]
    updates: list[tuple[str, str, str]]
    actions: list[ActionRow]
    may_say: bool
    buttons: list[Button] = field(default_factory=list)


def initiative_page(
    user: User, one: Initiative, zone: ZoneInfo, today: date, *, allowed: frozenset[Permission], owns: bool
) -> InitiativePage:
    """The page of an initiative the caller sees. `allowed`: what they may in the unit it serves; `owns`: its post."""
    seen = Permission.SEE in allowed
    href = reverse("strategy", args=[one.objective.unit.key]) if seen else ""
    chairs = _is_open(one) and Permission.CHAIR in allowed
    return InitiativePage(
        initiative=one,
        said=_said(one, today),
        crumbs=[Crumb(_("Strategy"), href), Crumb(one.objective.title, objective_href(one.objective) if seen else "")],
        facts=[*_plan(one, href), *_figures(user, one), *_hours(one)],
        updates=[_update(each, zone) for each in one.updates.all()],
        actions=[action_row(each, today) for each in _asked(user, one, today)],
        may_say=_is_open(one) and may_speak(allowed, owns),
        buttons=_buttons(one) if chairs else [],
    )


def _asked(user: User, one: Initiative, today: date) -> list[Action]:
    rows = visible_actions(user, today).filter(initiative=one).exclude(status=Action.Status.CANCELLED)
    return list(with_words(rows, today))


def _is_open(one: Initiative) -> bool:
    return one.status in Initiative.UNDER_WAY


def may_speak(allowed: frozenset[Permission], owns: bool) -> bool:
    """Whether the caller chairs the unit it serves or holds the owner's post, ended or not."""
    return Permission.CHAIR in allowed or (owns and Permission.CONTRIBUTE in allowed)


def _buttons(one: Initiative) -> list[Button]:
    """The forms for who chairs the unit it serves, while its plan is not closed."""
    if one.objective.plan.stage == Plan.Stage.CLOSED:
        return []
    return [
        Button(_("Change it"), reverse("initiative_edit", args=[one.key]), icon="edit"),
        Button(_("What it is to move"), reverse("initiative_predictions", args=[one.key])),
        Button(_("Whose hours it takes"), reverse("initiative_hours", args=[one.key])),
    ]


def _said(one: Initiative, today: date) -> str:
    shown = {
        "post": inside(one.owner.title),
        "ends": dates.day_near(one.ends, today) if one.ends else _("an end not said yet"),
    }
    sentences = {
        "planned": _("The %(post)s owns it; it has not begun."),
        "active": _("The %(post)s owns it; it runs to %(ends)s."),
        "finished": _("It is finished."),
        "stopped": _("It was stopped."),
    }
    said = sentences[one.status] % shown
    silent = days_unheard(one, today)
    if one.status != Initiative.Status.ACTIVE or silent <= one.update_every_days:
        return said
    return said + " " + ngettext(
        "Nothing has been heard of it for %(n)d day.", "Nothing has been heard of it for %(n)d days.", silent
    ) % {"n": silent}  # fmt: skip


def _plan(one: Initiative, href: str) -> list[Fact]:
    return [
        Fact(_("Serves"), one.objective.title, objective_href(one.objective) if href else ""),
        Fact(_("Owner"), one.owner.title),
        Fact(_("From"), dates.day(one.starts, year=True)),
        Fact(_("To"), dates.day(one.ends, year=True) if one.ends else _("not said"), missing=one.ends is None),
        Fact(_("How it is judged"), one.design or _("not said"), missing=not one.design),
    ]


def _figures(user: User, one: Initiative) -> list[Fact]:
    """What it is to change, and what was predicted of it."""
    targets = list(one.targets.all())
    rows = MeasureVersion.objects.filter(current=True, measure__in=[each.series.measure_id for each in targets])
    versions = {version.measure_id: version for version in rows}
    facts = []
    for target in targets:
        version = versions.get(target.series.measure_id)
        facts.append(figures_fact(user, target.series, label=_("Is to change"), version=version))
        facts.append(Fact(_("Predicted"), predicted_words(target, version)))
    return facts


def _hours(one: Initiative) -> list[Fact]:
    """Whose hours it takes; one query."""
    rows = one.hours.select_related("post").order_by("post__title")
    told = [
        _("%(post)s, %(hours)s hours a week") % {"post": row.post.title, "hours": f"{row.hours_a_week:g}"}
        for row in rows
    ]
    return [Fact(_("Takes"), line) for line in told] or [Fact(_("Takes"), _("nobody's hours are named"), missing=True)]


def _update(update: InitiativeUpdate, zone: ZoneInfo) -> tuple[str, str, str]:
    words = {"progress": _("Update"), "finished": _("Finished"), "stopped": _("Stopped")}
    return dates.moment(update.at.astimezone(zone)), words[update.kind], update.text
