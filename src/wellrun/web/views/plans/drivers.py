"""The driver diagram of an objective: looked at, taken along, drawn, changed, and begun from what links suggest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import require
from wellrun.execution.models import Initiative
from wellrun.strategy.actions import draw_driver, draw_suggested, place_driver, rub_out_driver
from wellrun.strategy.actions.drivers import all_below
from wellrun.strategy.closed import refuse_closed
from wellrun.strategy.driver_suggestion import suggested_drivers
from wellrun.strategy.keys import free_driver_key
from wellrun.strategy.models import DriverNode, Objective
from wellrun.web.forms.plans.driver import FIELDS, DriverForm, SuggestedForm
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.frame import page
from wellrun.web.parts import Crumb
from wellrun.web.presenters.plans.driver_suggestion import suggestion_of
from wellrun.web.presenters.plans.drivers import driver_diagram
from wellrun.web.presenters.plans.objective import crumbs_of, objective_tabs, way_back
from wellrun.web.presenters.plans.objective_words import objective_address
from wellrun.web.views.plans.opening import PlanFrame, open_objective
from wellrun.web.views.plans.saving import save

_FIELD_OF = {
    "title_needed": "text",
    "driver_hangs_wrong": "parent",
    "driver_below_hangs_wrong": "kind",
    "idea_is_tried": "kind",
}


@require_safe
def drivers(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """The diagram as a picture and as a list; what the links suggest where there is none yet."""
    opened, objective = open_objective(request, plan, key)
    shown = driver_diagram(opened.frame, objective, may_write=opened.may_write(objective.unit))
    context: dict[str, Any] = {
        "shown": shown,
        "tabs": objective_tabs(objective, "objective_drivers"),
        "crumbs": [*crumbs_of(objective, "")[:-1], Crumb(objective.title, objective_address("objective", objective))],
    }
    if not shown.boxes and shown.may_write:
        context["suggested"] = len(suggested_drivers(objective))
    return page(request, opened.frame, "strategy", "plans/drivers.html", context)


@require_safe
def svg(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """The picture as a file that needs nothing else; the name of the file has the day."""
    opened, objective = open_objective(request, plan, key)
    frame = opened.frame
    note = _("A line says what is expected to move what, not what figures have shown.")
    drawn = driver_diagram(frame, objective, may_write=False).file([note, frame.site.attribution])
    answer = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    name = f"driver-diagram-{objective.key}-{frame.today:%Y-%m-%d}.svg"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """Draw a box."""
    opened, objective = _open_to_write(request, plan, key)
    form = DriverForm(objective, posted(request), initial=from_query(request, FIELDS))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            refused = save(
                request,
                opened.plan,
                form,
                lambda: draw_driver(
                    objective=objective,
                    key=free_driver_key(objective, form.cleaned_data["text"]),
                    by=opened.frame.user,
                    **_given(form),
                ),
                done=_("“%(text)s” is drawn.") % {"text": form.cleaned_data["text"]},
                field_of=_FIELD_OF,
            )
            if refused is None:
                return _back(objective)
            status = refused
    context = {"heading": _("Add to the driver diagram"), "verb_label": _("Draw it"), **_form(objective, form)}
    return page(request, opened.frame, "strategy", "plans/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, plan: str, key: str, node: str) -> HttpResponse:
    """Change what a box says, what it is, where it hangs or which measure follows it."""
    opened, objective = _open_to_write(request, plan, key)
    box = _box(objective, node)
    present = {
        "text": box.text,
        "kind": box.kind,
        "parent": box.parent.key if box.parent else "",
        "measure": box.measure.key if box.measure else "",
    }
    form = DriverForm(objective, posted(request), node=box, initial=present | from_query(request, FIELDS))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            refused = save(
                request,
                opened.plan,
                form,
                lambda: draw_driver(objective=objective, key=box.key, by=opened.frame.user, **_given(form)),
                done=_("“%(text)s” is changed.") % {"text": form.cleaned_data["text"]},
                field_of=_FIELD_OF,
            )
            if refused is None:
                return _back(objective)
            status = refused
    context = {
        "heading": _("Change “%(text)s”") % {"text": box.text},
        "verb_label": _("Save the change"),
        "rub_out_href": reverse("driver_rub_out", args=[opened.plan.key, objective.key, box.key]),
        **_form(objective, form),
    }
    return page(request, opened.frame, "strategy", "plans/driver_edit.html", context, status=status)


@require_POST
def move(request: HttpRequest, plan: str, key: str, node: str) -> HttpResponse:
    """Move a box one place up or down among those beside it."""
    opened, objective = _open_to_write(request, plan, key)
    box, earlier = _box(objective, node), request.POST.get("way") == "up"
    form = forms.Form(request.POST)
    done = _("“%(text)s” stands one place higher.") if earlier else _("“%(text)s” stands one place lower.")
    refused = save(
        request,
        opened.plan,
        form,
        lambda: place_driver(node=box, earlier=earlier, by=opened.frame.user),
        done=done % {"text": box.text},
    )
    if refused is not None:
        messages.warning(request, " ".join(str(one) for one in form.non_field_errors()))
    return redirect(objective_address("objective_drivers", objective) + f"#{box.key}")


@require_http_methods(["GET", "POST"])
def rub_out(request: HttpRequest, plan: str, key: str, node: str) -> HttpResponse:
    """Ask, then take a box away with what hangs below it."""
    opened, objective = _open_to_write(request, plan, key)
    box = _box(objective, node)
    form = forms.Form(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        refused = save(
            request,
            opened.plan,
            form,
            lambda: rub_out_driver(node=box, by=opened.frame.user),
            done=_("“%(text)s” is rubbed out.") % {"text": box.text},
        )
        if refused is None:
            return _back(objective)
        status = refused
    context = {
        "heading": _("Rub out “%(text)s”?") % {"text": box.text},
        "said": _lost(box),
        "quoted": box.text,
        "button": _("Rub it out"),
        "crumbs": way_back(objective, _("Driver diagram")),
        "back": objective_address("objective_drivers", objective),
        "problems": list(form.non_field_errors()) if form.is_bound else [],
    }
    return page(request, opened.frame, "strategy", "plans/confirm.html", context, status=status)


@require_http_methods(["GET", "POST"])
def suggested(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """What the links of its measures suggest: taken up or not, box by box."""
    opened, objective = _open_to_write(request, plan, key)
    boxes = suggested_drivers(objective)
    form, status = SuggestedForm(boxes, posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = form.chosen()
            refused = save(
                request,
                opened.plan,
                form,
                lambda: draw_suggested(objective=objective, boxes=chosen, by=opened.frame.user),
                done=ngettext("%(n)d box is drawn.", "%(n)d boxes are drawn.", len(chosen)) % {"n": len(chosen)},
            )
            if refused is None:
                return _back(objective)
            status = refused
    context = {
        "form": form,
        "lines": suggestion_of(boxes, form["boxes"].value() or []),
        "crumbs": way_back(objective, _("Driver diagram")),
        "back_href": objective_address("objective_drivers", objective),
    }
    return page(request, opened.frame, "strategy", "plans/drivers_suggested.html", context, status=status)


def _open_to_write(request: HttpRequest, plan: str, key: str) -> tuple[PlanFrame, Objective]:
    """The objective for who may write it; a closed plan is kept as it was."""
    opened, objective = open_objective(request, plan, key)
    require(opened.frame.user, Permission.CHAIR, objective.unit_id)
    refuse_closed(opened.plan.pk)
    return opened, objective


def _box(objective: Objective, key: str) -> DriverNode:
    found = DriverNode.objects.filter(objective=objective, key=key).select_related("parent", "measure").first()
    if found is None:
        raise nothing_here()
    found.objective = objective
    return found


def _given(form: DriverForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in FIELDS}


def _form(objective: Objective, form: DriverForm) -> dict[str, Any]:
    return {
        "form": form,
        "crumbs": way_back(objective, _("Driver diagram")),
        "back_href": objective_address("objective_drivers", objective),
    }


def _back(objective: Objective) -> HttpResponse:
    return redirect(objective_address("objective_drivers", objective))


def _lost(box: DriverNode) -> str:
    """What goes with it."""
    below = all_below(box)
    tried = Initiative.objects.filter(idea__in=[box, *below]).count()
    parts = []
    if below:
        words = ngettext(
            "%(n)d box that hangs below it goes too.", "%(n)d boxes that hang below it go too.", len(below)
        )
        parts.append(words % {"n": len(below)})
    if tried:
        words = ngettext(
            "%(n)d initiative that tries an idea of it goes on, and belongs to no idea then.",
            "%(n)d initiatives that try ideas of it go on, and belong to no idea then.",
            tried,
        )
        parts.append(words % {"n": tried})
    return " ".join([*parts, _("The history of the plan keeps what it said.")])
