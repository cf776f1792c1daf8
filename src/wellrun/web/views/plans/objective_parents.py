"""What an objective serves, and how much of each gap it takes on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.strategy.actions import serve, stop_serving
from wellrun.strategy.models import Objective
from wellrun.web.forms.plans.parts import ParentForm, ServesForm
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.presenters.plans.left import left_of
from wellrun.web.presenters.plans.serving import serves_lines
from wellrun.web.views.plans.objective_part import Writing


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
    done = _("It serves “%(parent)s”.") % {"parent": parent.title}
    answered, status = at.answer(
        serves,
        lambda: serve(child=child, by=user, **serves.given()),
        lambda: done,
        {"contribution_unclear": "amount"},
    )
    if answered is not None:
        return answered
    context = {
        "write_heading": _("What it takes on of “%(parent)s”") % {"parent": parent.title},
        "verb_label": _("Save what it takes on") if left.link else _("Say that it serves this"),
        "left": left.sentences,
        "left_template": "plans/_gap_left.html",
        "again_href": at.here(),
    }
    return _show_parents(at, serves, status, context)


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
    told = [_("What “%(child)s” takes on of its gap is then nobody's.") % words]
    if at.objective.level != Objective.Level.ENTERPRISE and at.objective.parent_links.count() == 1:
        told.append(_("It then serves nothing: say first what else it serves, if it is to go on."))
    return at.confirm(
        _("It serves “%(parent)s” no more?") % words,
        "\n".join(told),
        _("It serves this no more"),
        lambda: stop_serving(child=at.objective, parent=link.parent, by=at.opened.frame.user),
        _("It serves “%(parent)s” no more.") % words,
    )
