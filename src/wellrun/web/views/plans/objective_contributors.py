"""Who takes part in an objective, and what each hands on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.strategy.actions import add_contributor, change_contributor, remove_contributor
from wellrun.strategy.models import Contributor, Objective
from wellrun.web.forms.plans.parts import ContributorForm
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.presenters.plans.objective_people import part_lines
from wellrun.web.presenters.plans.teams_named import teams_named
from wellrun.web.views.plans.objective_part import Writing

_RACI = {
    "team_needed": "team",
    "team_takes_part_already": "team",
    "part_unknown": "part",
    "accountable_already": "part",
    "informed_hands_nothing_on": "handoff_measure",
}


@require_http_methods(["GET", "POST"])
def contributors(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """Who takes part in the objective, and what each hands on."""
    at = Writing(request, plan, key, "objective_contributors")
    user, objective = at.opened.frame.user, at.objective
    if remove := request.GET.get("remove"):
        return _remove_contributor(at, remove)
    asked = from_query(request, ("team", "part", "unit", "post", "handoff_measure"))
    present = _team_of(objective, asked.get("team", ""))
    was = _part_present(present) if present else {}
    form = ContributorForm(
        user, objective, posted(request), present=present, initial={**was, **asked, **_named(present)}
    )
    done = _("“%(team)s” is changed.") if present else _("“%(team)s” takes part.")
    answered, status = at.answer(
        form,
        lambda: _take_part(objective, present, form.cleaned_data, user),
        lambda: done % {"team": form.cleaned_data["team"]},
        _RACI,
    )
    if answered is not None:
        return answered
    records = at.records()
    context = {
        "crumb": _("Who takes part"),
        "heading": _("Who takes part in “%(title)s”") % {"title": objective.title},
        "said": _("One post answers for it. Teams do parts of it, are asked, or are told."),
        "list_template": "plans/_people_list.html",
        "lines": part_lines(records),
        "write_heading": _("Change the part of “%(team)s”") % {"team": present.team} if present else _("Add a team"),
        "verb_label": _("Save the team") if present else _("Add the team"),
        "again_href": at.here() if present else "",
        "beside_template": "plans/_teams_named.html",
        "teams": teams_named(records),
    }
    return at.show(form, status, context)


def _team_of(objective: Objective, team: str) -> Contributor | None:
    """The team of this name, where it takes part already."""
    rows = objective.contributors.filter(team__iexact=team).select_related("unit", "post", "handoff_measure")
    return rows.first() if team else None


def _part_present(present: Any) -> dict[str, str]:
    return {
        "part": present.part,
        "unit": present.unit.key if present.unit else "",
        "post": present.post.key if present.post else "",
        "handoff_measure": present.handoff_measure.key if present.handoff_measure else "",
    }


def _named(present: Any) -> dict[str, str]:
    """A team that is there is called as it calls itself."""
    return {"team": present.team} if present else {}


def _take_part(objective: Objective, present: Any, given: dict[str, Any], user: Any) -> None:
    if present is not None:
        change_contributor(contributor=present, by=user, **given)
    else:
        add_contributor(objective=objective, by=user, **given)


def _remove_contributor(at: Writing, team: str) -> HttpResponse:
    one = at.objective.contributors.filter(team=team).first()
    if one is None:
        raise nothing_here()
    words = {"team": one.team, "title": at.objective.title}
    return at.confirm(
        _("Take “%(team)s” away?") % words,
        _("“%(team)s” then has no part in “%(title)s”.") % words,
        _("Take the team away"),
        lambda: remove_contributor(contributor=one, by=at.opened.frame.user),
        _("“%(team)s” takes part no more.") % words,
    )
