"""The stop list of a plan: something is put on it, said anew, and taken off again."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.organisation.models import Post
from wellrun.strategy.actions import change_stop_list, put_on_stop_list, take_off_stop_list
from wellrun.strategy.actions.holding import hold_plan, still_there
from wellrun.strategy.free_key import free_key
from wellrun.strategy.models import Stopped
from wellrun.strategy.permission import permit_plan
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.plans.stop import StopForm
from wellrun.web.forms.posted import posted
from wellrun.web.frame import page
from wellrun.web.parts import Crumb
from wellrun.web.presenters.plans.choices import around, plan_crumbs
from wellrun.web.presenters.plans.stop_list import stop_list_page
from wellrun.web.views.plans.meanwhile import read_from, refuse_changed
from wellrun.web.views.plans.opening import PlanFrame, open_plan
from wellrun.web.views.plans.saving import save
from wellrun.web.views.plans.whole import Whole

_FIELD_OF = {"title_needed": "title", "reason_needed": "because", "key_taken": "title"}


@require_http_methods(["GET", "POST"])
def stop_list(request: HttpRequest, plan: str) -> HttpResponse:
    """What is stopped, and the form for one more."""
    opened = open_plan(request, plan)
    if request.method == "POST":
        permit_plan(opened.frame.user)
    whole = Whole(opened)
    initial = {"from_date": max(opened.plan.starts, opened.frame.today), **from_query(request, StopForm.base_fields)}
    form = StopForm(_posts(opened.frame.user), posted(request), initial=initial)
    status = 200
    if request.method == "POST":
        refused = _put_on(request, opened, form) if form.is_valid() else 422
        if refused is None:
            return redirect("plan_stop_list", opened.plan.key)
        status = refused
    context = {
        **around(opened, whole, "plan_stop_list"),
        "shown": stop_list_page(opened, whole),
        "form": form if whole.may_write else None,
    }
    return page(request, opened.frame, "strategy", "plans/stop_list.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """Say anew what is stopped, why, by whom, from when."""
    opened = open_plan(request, plan)
    stopped = _entry(opened, key)
    back = reverse("plan_stop_list", args=[opened.plan.key])
    first = {**_present(stopped), **from_query(request, StopForm.base_fields)}
    form, status = StopForm(_posts(opened.frame.user), posted(request), initial=first), 200
    if request.method == "POST":
        refused = _say_anew(request, opened, stopped, form) if form.is_valid() else 422
        if refused is None:
            return redirect(back)
        status = refused
    context = {
        "heading": _("Change “%(title)s”") % {"title": stopped.title},
        "said": _("The history keeps what stood before."),
        "form": form,
        "verb_label": _("Save it"),
        "read": read_from(form, _present(stopped), status),
        "back_href": back,
        "crumbs": plan_crumbs(opened.plan, Crumb(_("Stop list"), back), Crumb(_("Change"))),
    }
    return page(request, opened.frame, "strategy", "plans/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def take_off(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """Ask, and take one thing off the list."""
    opened = open_plan(request, plan)
    stopped = _entry(opened, key)
    back = reverse("plan_stop_list", args=[opened.plan.key])
    form, status = StopForm(Post.objects.none(), posted(request)), 200
    if request.method == "POST":
        done = _("It is off the stop list.")
        refused = save(
            request, opened.plan, form, lambda: take_off_stop_list(stopped=stopped, by=opened.frame.user), done=done
        )
        if refused is None:
            return redirect(back)
        status = refused
    words = {"title": stopped.title, "because": stopped.because}
    context = {
        "heading": _("Take it off the stop list"),
        "said": _("It goes on after all. The history keeps that it was to stop, and why."),
        "quoted": _("“%(title)s”: %(because)s") % words,
        "button": _("Let it go on"),
        "crumbs": plan_crumbs(opened.plan, Crumb(_("Stop list"), back), Crumb(_("Take off"))),
        "back": back,
        "problems": form.non_field_errors() if status != 200 else (),
    }
    return page(request, opened.frame, "strategy", "plans/confirm.html", context, status=status)


def _entry(opened: PlanFrame, key: str) -> Stopped:
    """An entry of a post the caller sees, for who chairs the enterprise."""
    rows = Stopped.objects.filter(plan=opened.plan, key=key, post__unit__in=granted_unit_ids(opened.frame.user))
    stopped = rows.select_related("plan", "post").first()
    if stopped is None:
        raise nothing_here()
    permit_plan(opened.frame.user)
    return stopped


def _put_on(request: HttpRequest, opened: PlanFrame, form: StopForm) -> int | None:
    given = form.cleaned_data
    taken = set(Stopped.objects.filter(plan=opened.plan).values_list("key", flat=True))
    key = free_key(given["title"], taken, otherwise="stopped")

    def do() -> None:
        put_on_stop_list(plan=opened.plan, key=key, by=opened.frame.user, **given)

    return save(request, opened.plan, form, do, done=_("It is on the stop list."), field_of=_FIELD_OF)


def _say_anew(request: HttpRequest, opened: PlanFrame, stopped: Stopped, form: StopForm) -> int | None:
    given = form.cleaned_data

    def do() -> None:
        hold_plan(opened.plan.pk)
        refuse_changed(form, _present(still_there(stopped)))
        change_stop_list(stopped=stopped, by=opened.frame.user, **given)

    return save(request, opened.plan, form, do, done=_("The stop list says it anew."), field_of=_FIELD_OF)


def _present(stopped: Stopped) -> dict[str, Any]:
    """What an entry says, by the fields of its form."""
    said = {name: getattr(stopped, name) for name in ("title", "kind", "because", "from_date")}
    return {**said, "post": stopped.post.key}


def _posts(user: User) -> QuerySet[Post]:
    """The posts of units the caller sees."""
    return Post.objects.filter(retired_on__isnull=True, unit__in=granted_unit_ids(user)).order_by("title", "key")
