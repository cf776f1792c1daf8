"""The hours that posts declare for a plan: each its own, chairs those of their units."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids
from wellrun.lib.errors import Refused
from wellrun.organisation.models import Post
from wellrun.strategy.actions import declare_hours
from wellrun.strategy.errors import plan_closed
from wellrun.web.forms.plans.hours import HoursForm, RowForm
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.frame import page
from wellrun.web.paging import page_number, pages_of
from wellrun.web.presenters.plans.choices import around
from wellrun.web.presenters.plans.hours import HoursPage, hours_page, posts_to_declare_for
from wellrun.web.views.plans.opening import PlanFrame, open_plan
from wellrun.web.views.plans.saving import save
from wellrun.web.views.plans.whole import Whole

_FIELD_OF = {"hours_out_of_range": "hours_a_week"}


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, plan: str) -> HttpResponse:
    """What posts declare and what is asked of them, with a form in each row one may write and one for any post."""
    opened = open_plan(request, plan)
    given = from_query(request, HoursForm.base_fields)
    in_row, other = None, HoursForm(posts_to_declare_for(opened), initial=given)
    status = 200
    if request.method == "POST":
        _permit(opened, request.POST.get("post", ""))
        by_row = "row" in request.POST
        form = HoursForm(posts_to_declare_for(opened), request.POST)
        refused = _declare(request, opened, form) if form.is_valid() else 422
        if refused is None:
            return redirect(_back(request, opened))
        status = refused
        in_row, other = (_in_row(form), other) if by_row else (None, form)
    only_over = request.GET.get("show") == "over"
    whole = Whole(opened)
    shown = hours_page(opened, whole, given, in_row, number=page_number(request), only_over=only_over)
    context = {
        **around(opened, whole, "plan_hours"),
        "shown": shown,
        "rows": shown.rows,
        "pages": pages_of(request, shown.page),
        "only_over": only_over,
        "form": _other(opened, shown, other) if shown.has_others or other.is_bound else None,
    }
    return page(request, opened.frame, "strategy", "plans/hours.html", context, status=status)


def _other(opened: PlanFrame, shown: HoursPage, form: HoursForm) -> HoursForm:
    """The form for any post; empty where what the address says stands in a row already."""
    is_in_row = any(row.is_asked_for and row.form for row in shown.rows)
    return HoursForm(posts_to_declare_for(opened)) if is_in_row and not form.is_bound else form


def _permit(opened: PlanFrame, key: str) -> None:
    """Pass for a post whose hours the caller may say, and for one that is nowhere: that is the form's to tell."""
    if not key or posts_to_declare_for(opened).filter(key=key).exists():
        return
    post = Post.objects.filter(key=key, retired_on__isnull=True).first()
    if post is None:
        return
    if not granted_unit_ids(opened.frame.user).filter(descendant=post.unit_id).exists():
        raise nothing_here()
    if not opened.is_open:
        raise plan_closed(opened.plan)
    raise Refused("not_permitted", _("Who holds a post says its hours, or who chairs its unit."))


def _declare(request: HttpRequest, opened: PlanFrame, form: HoursForm) -> int | None:
    post, hours_a_week = form.cleaned_data["post"], form.cleaned_data["hours_a_week"]

    def do() -> None:
        declare_hours(plan=opened.plan, post=post, hours_a_week=hours_a_week, by=opened.frame.user)

    done = _("The hours of “%(post)s” are declared.") % {"post": post.title}
    return save(request, opened.plan, form, do, done=done, field_of=_FIELD_OF)


def _in_row(form: HoursForm) -> RowForm:
    """The refusal, in the row of its post."""
    key = str(form.data.get("post", ""))
    found = Post.objects.filter(key=key).first()
    row = RowForm(key, found.title if found else "", form.data)
    row.is_valid()
    for sentence in form.errors.get("hours_a_week", ()):
        if sentence not in row.errors.get("hours_a_week", ()):
            row.add_error("hours_a_week", sentence)
    return row


def _back(request: HttpRequest, opened: PlanFrame) -> str:
    """My day, for who came from there; else the same part of the list."""
    if request.GET.get("from") == "day":
        return reverse("home")
    kept = {name: request.GET[name] for name in ("page", "show") if name in request.GET}
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{reverse('plan_hours', args=[opened.plan.key])}{query}"
