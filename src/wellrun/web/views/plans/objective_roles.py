"""What an objective is measured by, in roles; and what is believed of those measures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.strategy.actions import change_role, give_role, take_role
from wellrun.strategy.models import Objective, ObjectiveMeasure
from wellrun.web.forms.plans.parts import RoleForm
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.presenters.plans.objective_measures import role_holes, role_lines
from wellrun.web.views.plans.objective_offers import offered, take_up, tell_of_guards
from wellrun.web.views.plans.objective_part import Writing


@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """What the objective is measured by, in roles; and what is believed of those measures."""
    at = Writing(request, plan, key, "objective_roles")
    user, objective = at.opened.frame.user, at.objective
    if request.method == "POST" and "offer" in request.GET:
        return take_up(request, at.opened, objective, at.here())
    if take := request.GET.get("take"):
        return _take_role(at, take)
    asked = from_query(request, ("measure", "role", "direction", "owner"))
    given = _role_of(objective, asked.get("measure", ""))
    present = (
        {"role": given.role, "direction": given.direction, "owner": given.owner.key if given.owner else ""}
        if given
        else {}
    )
    form = RoleForm(user, objective, posted(request), present=given, initial={**present, **asked})
    answered, status = at.answer(form, lambda: _give_role(objective, form.cleaned_data, user), lambda: _role_done(form))
    if answered is not None:
        tell_of_guards(request, at.opened.frame, objective, form.cleaned_data["measure"])
        return answered
    records = at.records(only_measures=True)
    lines = role_lines(records)
    context = {
        "crumb": _("Measures"),
        "heading": _("Measures of “%(title)s”") % {"title": objective.title},
        "said": _said(request),
        "list_template": "plans/_roles_list.html",
        "lines": lines,
        "holes": role_holes(records, [line.row for line in lines]),
        "write_heading": _("Change the role of a measure") if given else _("Give a measure a role"),
        "verb_label": _("Save its role") if given else _("Add the measure"),
        "again_href": at.here() if given else "",
        "beside_template": "plans/_suggestions.html",
        "suggestions": offered(records),
    }
    return at.show(form, status, context)


def _said(request: HttpRequest) -> str:
    """The sentence first; whoever is sent here to leave a measure out is told how."""
    if "leave_out" in request.GET:
        return _("Choose below which measure the objective does without, and take it away. Its figures stay.")
    return _("Results show whether the outcome is reached, leads warn early, balancing measures watch for harm.")


def _role_of(objective: Objective, measure: str) -> ObjectiveMeasure | None:
    """The role that the measure of this key has already."""
    rows = objective.measures.filter(measure__key=measure).select_related("owner")
    return rows.first() if measure else None


def _give_role(objective: Objective, given: dict[str, Any], user: Any) -> None:
    """A measure that has a role keeps its place."""
    known = objective.measures.filter(measure=given["measure"]).first()
    rest = {name: given[name] for name in ("role", "direction", "owner")}
    if known is not None:
        change_role(given=known, by=user, **rest)
    else:
        give_role(objective=objective, measure=given["measure"], by=user, **rest)


def _role_done(form: RoleForm) -> str:
    return _("“%(name)s” has its role.") % {"name": form.cleaned_data["measure"].shown_name}


def _take_role(at: Writing, key: str) -> HttpResponse:
    given = at.objective.measures.filter(measure__key=key).select_related("measure", "owner").first()
    if given is None:
        raise nothing_here()
    version = given.measure.versions.filter(current=True).first()
    words = {"name": version.name if version else key, "title": at.objective.title}
    return at.confirm(
        _("Take “%(name)s” away from the objective?") % words,
        _("Its figures stay; “%(title)s” is no longer measured by them.") % words,
        _("Take the measure away"),
        lambda: take_role(given=given, by=at.opened.frame.user),
        _("“%(name)s” plays no role here any more.") % words,
    )
