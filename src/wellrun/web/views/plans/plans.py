"""All plans, a new one, and the page of each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellrun.access.permissions import Permission
from wellrun.access.queries import permissions_in
from wellrun.jobs.model_check import check_plan
from wellrun.jobs.next_cycle import clone_plan
from wellrun.lib.errors import UserError
from wellrun.organisation.queries import enterprise
from wellrun.strategy.actions import draft_plan
from wellrun.strategy.models import Plan
from wellrun.strategy.permission import permit_plan
from wellrun.strategy.queries import active_plan
from wellrun.web.forms.plans.cycle import CycleForm, following_cycle
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_of
from wellrun.web.parts import Button, Crumb
from wellrun.web.presenters.plans.choices import plan_crumbs
from wellrun.web.presenters.plans.plan import plan_page
from wellrun.web.presenters.plans.plans import plan_row, plans_in_order
from wellrun.web.presenters.plans.stages import address, first_objective_href, plan_tabs, stage_buttons
from wellrun.web.views.plans.opening import open_plan
from wellrun.web.views.plans.whole import Whole
from wellrun.web.views.strategy import tabs

_FIELD_OF = {"key_taken": "key", "key_unreadable": "key", "title_needed": "name", "plan_ends_too_early": "ends"}


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan with its stage; who chairs the enterprise begins a new one."""
    frame = frame_for(request)
    rows = [plan_row(one) for one in plans_in_order(frame)]
    held = _held(frame)
    buttons = [Button(_("Apply a plan file"), reverse("plan_apply"), icon="upload")] * (Permission.ADMINISTER in held)
    buttons += [Button(_("New plan"), reverse("plan_new"), main=True, icon="add")] * (Permission.CHAIR in held)
    context = {"rows": rows, "buttons": buttons, "tabs": tabs(frame.unit, "plans")}
    return page(request, frame, "strategy", "plans/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of an empty draft."""
    frame = frame_for(request)
    permit_plan(frame.user)
    former = active_plan()
    form = CycleForm(posted(request), initial=_next(former) | from_query(request, CycleForm.base_fields))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = draft_plan(**form.cleaned_data, by=frame.user)
            except UserError as error:
                status = show_or_raise(form, error, _FIELD_OF)
            else:
                check_plan(made)
                messages.success(request, _("The draft has begun."))
                return redirect("plan", made.key)
    notes = [_("It begins empty, as a draft: nobody is bound by it.")]
    if former is not None:
        said = _("To begin with the objectives of “%(plan)s”, clone it instead.") % {"plan": former.name}
        href = reverse("plan_clone", args=[former.key])
        notes.append(format_html('{} <a class="link" href="{}">{}</a>', said, href, _("Begin the next cycle")))
    context = {
        "heading": _("New plan"),
        "crumbs": [Crumb(_("Plans"), reverse("plans")), Crumb(_("New plan"))],
        "form": form,
        "verb_label": _("Begin the draft"),
        "back_href": reverse("plans"),
        "notes_heading": _("What happens"),
        "notes": notes,
    }
    return page(request, frame, "strategy", "plans/form.html", context, status=status)


@require_safe
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """One plan."""
    opened = open_plan(request, plan)
    whole = Whole(opened)
    shown = plan_page(opened, whole.top, page_number(request), may_write=whole.may_write, sees_whole=whole.is_seen)
    is_empty = not shown.page.paginator.count
    new = first_objective_href(opened.plan, whole.top) if is_empty else address("objective_new", opened.plan.key)
    context = {
        "plan": opened.plan,
        "shown": shown,
        "is_empty": is_empty,
        "pages": pages_of(request, shown.page),
        "crumbs": [Crumb(_("Plans"), reverse("plans")), Crumb(opened.plan.name)],
        "tabs": plan_tabs(opened.plan, "plan", sees_whole=whole.is_seen),
        "buttons": stage_buttons(opened.plan, may_write=whole.may_write, may_clone=whole.is_chaired, is_empty=is_empty),
        "new_href": new if whole.may_write else "",
        "sees_whole": whole.is_seen,
        "may_write": whole.may_write,
    }
    return page(request, opened.frame, "strategy", "plans/plan.html", context)


@require_http_methods(["GET", "POST"])
def clone(request: HttpRequest, plan: str) -> HttpResponse:
    """The form of the next cycle, which begins with what this one wants."""
    opened = open_plan(request, plan)
    permit_plan(opened.frame.user)
    form = CycleForm(posted(request), initial=_next(opened.plan) | from_query(request, CycleForm.base_fields))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = clone_plan(plan=opened.plan, **form.cleaned_data, by=opened.frame.user)
            except UserError as error:
                status = show_or_raise(form, error, _FIELD_OF)
            else:
                messages.success(request, _("The draft of the next cycle has begun."))
                return redirect("plan", made.key)
    context = {
        "heading": _("Begin the next cycle"),
        "said": _("A draft that begins with what “%(plan)s” wants.") % {"plan": opened.plan.name},
        "busy": _("Writing the draft down, and checking it."),
        "crumbs": plan_crumbs(opened.plan, Crumb(_("Next cycle"))),
        "form": form,
        "verb_label": _("Begin the draft"),
        "back_href": reverse("plan", args=[opened.plan.key]),
        "notes_heading": _("What comes along"),
        "notes": [
            _("The objectives with their order, posts and teams, what they serve, their measures, drivers and arrows."),
            _("The rulings on what wins."),
            _("Not the quarters, the stop list, the hours and the exceptions: they are said anew for each cycle."),
            _("Work under way goes on by itself, under the same objective, when the draft comes into force."),
            _("Aims, links, obligations and forums belong to the organisation and hold as they are."),
        ],
    }
    return page(request, opened.frame, "strategy", "plans/form.html", context, status=status)


def _held(frame: Frame) -> frozenset[Permission]:
    """What the caller may do at the enterprise."""
    top = enterprise()
    return permissions_in(frame.user, top.pk) if top is not None else frozenset()


def _next(former: Plan | None) -> dict[str, object]:
    """What a new plan may be called and when it runs: the year after the one before it."""
    if former is None:
        return {}
    starts, ends = following_cycle(former.ends)
    years = f"{starts.year}" if starts.year == ends.year else f"{starts.year}/{ends.year % 100:02}"
    return {
        "name": _("Plan %(years)s") % {"years": years},
        "key": f"plan-{starts.year}",
        "starts": starts,
        "ends": ends,
    }
