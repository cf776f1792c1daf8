"""The parts of an objective, a page a kind: what there is, a form that adds or changes one, and a question before one
is taken away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.strategy.actions import (
    add_contributor,
    change_contributor,
    change_role,
    draw_arrow,
    give_role,
    remove_contributor,
    rub_out_arrow,
    serve,
    stop_serving,
    take_role,
)
from wellrun.strategy.models import Contributor, Objective, ObjectiveMeasure
from wellrun.web.forms.plans.parts import ArrowForm, ContributorForm, ParentForm, RoleForm, ServesForm
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.frame import page
from wellrun.web.presenters.plans.left import left_of
from wellrun.web.presenters.plans.objective import arrow_lines, way_back
from wellrun.web.presenters.plans.objective_measures import role_holes, role_lines
from wellrun.web.presenters.plans.objective_people import part_lines
from wellrun.web.presenters.plans.objective_records import ObjectiveRecords
from wellrun.web.presenters.plans.objective_words import objective_address
from wellrun.web.presenters.plans.serving import serves_lines
from wellrun.web.presenters.plans.teams_named import teams_named
from wellrun.web.views.plans.objective_offers import offered, take_up, tell_of_guards
from wellrun.web.views.plans.objective_writing import open_to_write
from wellrun.web.views.plans.saving import save


class Writing:
    """One objective whose parts the caller writes on a page of its own."""

    def __init__(self, request: HttpRequest, plan: str, key: str, address: str) -> None:
        self.request, self.address = request, address
        self.opened, self.objective = open_to_write(request, plan, key)

    def records(self, *, only_measures: bool = False) -> ObjectiveRecords:
        """The objective with its parts, as the page of it shows them."""
        return ObjectiveRecords(self.opened.frame, self.objective, only_measures)

    def here(self, **query: str) -> str:
        """The page itself, or its form filled in."""
        return objective_address(self.address, self.objective, **query)

    def save(
        self, form: forms.Form, do: Callable[[], object], done: str, field_of: dict[str, str] | None = None
    ) -> int | None:
        """Carry it out; the status of a refusal, or None."""
        return save(self.request, self.opened.plan, form, do, done=done, field_of=field_of or {})

    def show(self, form: forms.Form, status: int, context: dict[str, Any]) -> HttpResponse:
        """The page with its list and its form."""
        own = {
            "crumbs": way_back(self.objective, context["crumb"]),
            "back_href": objective_address("objective", self.objective),
            "form": form,
        }
        return page(self.request, self.opened.frame, "strategy", "plans/part.html", {**own, **context}, status=status)

    def confirm(self, heading: str, quoted: str, button: str, do: Callable[[], object], done: str) -> HttpResponse:
        """Ask before a part is taken away; a POST takes it away."""
        form, status = forms.Form(posted(self.request)), 200
        if self.request.method == "POST":
            refused = self.save(form, do, done)
            if refused is None:
                return redirect(self.here())
            status = refused
        context = {
            "heading": heading,
            "quoted": quoted,
            "problems": form.non_field_errors() if status != 200 else (),
            "button": button,
            "crumbs": way_back(self.objective, button),
            "back": self.here(),
        }
        return page(self.request, self.opened.frame, "strategy", "plans/confirm.html", context, status=status)


@require_http_methods(["GET", "POST"])
def parents(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """What the objective serves, and how much of each gap it takes on."""
    at = Writing(request, plan, key, "objective_parents")
    user, child = at.opened.frame.user, at.objective
    if stop := request.GET.get("stop"):
        return _stop_serving(at, stop)
    chosen = ParentForm(user, child, {"parent": request.POST.get("parent") or request.GET.get("parent", "")})
    parent = chosen.cleaned_data["parent"] if chosen.is_valid() else None
    if parent is None:
        asks = "parent" in request.GET or request.method == "POST"
        form = chosen if asks else ParentForm(user, child)
        return _show_parents(at, form, 422 if request.method == "POST" else 200, {"is_choice": True})
    left = left_of(at.opened.frame, parent, child)
    present = _taken(left.link, left.result.multiplier if left.result else 1.0) if left.link else {}
    initial = {"parent": parent.key, **present, **from_query(request, ("amount", "share"))}
    serves = ServesForm(user, child, posted(request), result=left.result, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if serves.is_valid():
            done = _("It serves “%(parent)s”.") % {"parent": parent.title}
            refused = at.save(
                serves,
                lambda: serve(child=child, by=user, **serves.given()),
                done,
                {"contribution_unclear": "amount"},
            )
            if refused is None:
                return redirect(at.here())
            status = refused
    context = {
        "write_heading": _("What it takes on of “%(parent)s”") % {"parent": parent.title},
        "verb_label": _("Save what it takes on") if left.link else _("Say that it serves this"),
        "left": left.sentences,
        "left_template": "plans/_gap_left.html",
        "again_href": at.here(),
    }
    return _show_parents(at, serves, status, context)


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
    form = RoleForm(user, objective, posted(request), initial={**present, **asked})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            refused = at.save(form, lambda: _give_role(objective, form.cleaned_data, user), _role_done(form))
            if refused is None:
                tell_of_guards(request, at.opened.frame, objective, form.cleaned_data["measure"])
                return redirect(at.here())
            status = refused
    records = at.records(only_measures=True)
    lines = role_lines(records)
    context = {
        "crumb": _("Measures"),
        "heading": _("Measures of “%(title)s”") % {"title": objective.title},
        "said": _("Results show whether the outcome is reached, leads warn early, balancing measures watch for harm."),
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
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            team = form.cleaned_data["team"]
            done = _("“%(team)s” is changed.") if present else _("“%(team)s” takes part.")
            refused = at.save(
                form, lambda: _take_part(objective, present, form.cleaned_data, user), done % {"team": team}, _RACI
            )
            if refused is None:
                return redirect(at.here())
            status = refused
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


@require_http_methods(["GET", "POST"])
def arrows(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """What reaching the objective is expected to help, and why."""
    at = Writing(request, plan, key, "objective_arrows")
    user, cause = at.opened.frame.user, at.objective
    if rub_out := request.GET.get("rub_out"):
        return _rub_out(at, rub_out)
    asked = from_query(request, ("effect", "because"))
    known = cause.effects.filter(effect__key=asked.get("effect", "")).first()
    was = {"because": known.because} if known else {}
    form = ArrowForm(user, cause, posted(request), initial={**was, **asked})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            done = _("It is expected to help “%(title)s”.") % {"title": given["effect"].title}
            refused = at.save(
                form,
                lambda: draw_arrow(cause=cause, effect=given["effect"], because=given["because"].strip(), by=user),
                done,
            )
            if refused is None:
                return redirect(at.here())
            status = refused
    records = at.records()
    context = {
        "crumb": _("Arrows"),
        "heading": _("What “%(title)s” is expected to help") % {"title": cause.title},
        "said": _("An arrow is an expectation with its reason, not a proof."),
        "list_template": "plans/_arrows_list.html",
        "helps": arrow_lines(records, "cause_id"),
        "helped_by": arrow_lines(records, "effect_id"),
        "write_heading": _("Change an arrow") if known else _("Draw an arrow"),
        "verb_label": _("Save the arrow") if known else _("Draw the arrow"),
        "again_href": at.here() if known else "",
    }
    return at.show(form, status, context)


_RACI = {
    "team_needed": "team",
    "team_takes_part_already": "team",
    "part_unknown": "part",
    "accountable_already": "part",
    "informed_hands_nothing_on": "handoff_measure",
}


def _show_parents(at: Writing, form: forms.Form, status: int, context: dict[str, Any]) -> HttpResponse:
    own = {
        "crumb": _("What it serves"),
        "heading": _("What “%(title)s” serves") % {"title": at.objective.title},
        "said": _("An objective may serve several. Say of each how much of its gap it takes on."),
        "list_template": "plans/_parents_list.html",
        "serves": serves_lines(at.records()),
        "write_heading": _("Say what it serves"),
        "verb_label": _("Go on to how much"),
        "again_href": "",
    }
    return at.show(form, status, {**own, **context})


def _taken(link: Any, multiplier: float) -> dict[str, str]:
    """What is taken on, as it is typed."""
    return {
        "amount": "" if link.amount is None else f"{round(link.amount * multiplier, 9):g}",
        "share": "" if link.share is None else f"{round(link.share * 100, 9):g}",
    }


def _stop_serving(at: Writing, key: str) -> HttpResponse:
    link = at.objective.parent_links.filter(parent__key=key).select_related("parent").first()
    if link is None:
        raise nothing_here()
    words = {"child": at.objective.title, "parent": link.parent.title}
    return at.confirm(
        _("It serves “%(parent)s” no more?") % words,
        _("What “%(child)s” takes on of its gap is then nobody's.") % words,
        _("It serves this no more"),
        lambda: stop_serving(child=at.objective, parent=link.parent, by=at.opened.frame.user),
        _("It serves “%(parent)s” no more.") % words,
    )


def _role_of(objective: Objective, measure: str) -> ObjectiveMeasure | None:
    """The role that the measure of this key has already."""
    rows = objective.measures.filter(measure__key=measure).select_related("owner")
    return rows.first() if measure else None


def _team_of(objective: Objective, team: str) -> Contributor | None:
    """The team of this name, where it takes part already."""
    rows = objective.contributors.filter(team__iexact=team).select_related("unit", "post", "handoff_measure")
    return rows.first() if team else None


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


def _rub_out(at: Writing, key: str) -> HttpResponse:
    arrow = at.objective.effects.filter(effect__key=key).select_related("effect", "cause__plan").first()
    if arrow is None:
        raise nothing_here()
    words = {"title": arrow.effect.title}
    return at.confirm(
        _("Take the arrow to “%(title)s” away?") % words,
        arrow.because,
        _("Take the arrow away"),
        lambda: rub_out_arrow(arrow=arrow, by=at.opened.frame.user),
        _("The arrow is taken away."),
    )
