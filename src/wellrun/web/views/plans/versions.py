"""The versions of a plan: kept, downloaded, compared; and every change of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellrun.access.errors import nothing_here
from wellrun.jobs.activation import keep_as_it_stands
from wellrun.jobs.plan_code import export_plan
from wellrun.jobs.plan_versions import NOW
from wellrun.plans.write import write_plan
from wellrun.strategy.models import PlanVersion
from wellrun.strategy.permission import permit_plan
from wellrun.web.forms.plans.cycle import HistoryForm, KeepForm
from wellrun.web.forms.posted import posted
from wellrun.web.frame import page
from wellrun.web.paging import page_number, pages_of
from wellrun.web.parts import Button, Crumb
from wellrun.web.presenters.plans.choices import plan_crumbs
from wellrun.web.presenters.plans.history import A_PAGE, change_rows, changes_of, history_file, kinds_of, people_of
from wellrun.web.presenters.plans.stages import plan_tabs
from wellrun.web.presenters.plans.versions import compared, picks, version_rows
from wellrun.web.views.plans.opening import open_plan
from wellrun.web.views.plans.saving import save
from wellrun.web.views.plans.whole import require_whole

_YAML = "application/yaml; charset=utf-8"


@require_http_methods(["GET", "POST"])
def versions(request: HttpRequest, plan: str) -> HttpResponse:
    """The versions that were kept, two of them compared, and the form that keeps one more."""
    opened = open_plan(request, plan)
    whole = require_whole(opened)
    form, status = KeepForm(posted(request)), 200
    if request.method == "POST":
        permit_plan(opened.frame.user)
        status = 422
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            refused = save(
                request,
                opened.plan,
                form,
                lambda: keep_as_it_stands(plan=opened.plan, reason=reason, by=opened.frame.user),
                done=_("The plan is kept as it stands."),
            )
            if refused is None:
                return redirect("plan_versions", opened.plan.key)
            status = refused
    rows = version_rows(opened.frame, opened.plan)
    newest = str(rows[0].number) if rows else NOW
    earlier, later = request.GET.get("from", ""), request.GET.get("to", "")
    context = {
        "plan": opened.plan,
        "rows": rows,
        "form": form if whole.may_write else None,
        "crumbs": plan_crumbs(opened.plan, Crumb(_("Versions"))),
        "tabs": plan_tabs(opened.plan, "plan_versions", sees_whole=True),
        "buttons": [Button(_("Plan file"), reverse("plan_file", args=[opened.plan.key]), icon="download")],
        "earlier": picks(rows, earlier or newest),
        "later": picks(rows, later or NOW),
        "compared": compared(opened.frame, opened.plan, earlier, later) if earlier and later else None,
    }
    return page(request, opened.frame, "strategy", "plans/versions.html", context, status=status)


@require_safe
def version_file(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """One version as the file it was kept as."""
    opened = open_plan(request, plan)
    require_whole(opened)
    version = PlanVersion.objects.filter(plan=opened.plan, number=number).first()
    if version is None:
        raise nothing_here()
    return _file(version.document, f"{opened.plan.key}-version-{number}.yaml")


@require_safe
def plan_file(request: HttpRequest, plan: str) -> HttpResponse:
    """The plan as it stands, as `wellrun plan export` writes it."""
    opened = open_plan(request, plan)
    require_whole(opened)
    return _file(write_plan(export_plan(opened.plan)), f"{opened.plan.key}-{opened.frame.today:%Y-%m-%d}.yaml")


@require_safe
def history(request: HttpRequest, plan: str) -> HttpResponse:
    """Every change of the plan, or those that are looked for."""
    opened = open_plan(request, plan)
    require_whole(opened)
    form = HistoryForm(kinds_of(opened.plan), people_of(opened.plan), request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = changes_of(opened.frame, opened.plan, asked)
    listed = Paginator(found, A_PAGE).get_page(page_number(request))
    query = request.GET.urlencode()
    context = {
        "plan": opened.plan,
        "rows": change_rows(opened.frame, opened.plan, listed.object_list),
        "pages": pages_of(request, listed),
        "form": form,
        "is_filtered": any(asked.values()),
        "crumbs": plan_crumbs(opened.plan, Crumb(_("History"))),
        "tabs": plan_tabs(opened.plan, "plan_history", sees_whole=True),
        "file_href": reverse("plan_history_csv", args=[opened.plan.key]) + (f"?{query}" if query else ""),
        "count": listed.paginator.count,
    }
    return page(
        request, opened.frame, "strategy", "plans/history.html", context, status=200 if form.is_valid() else 422
    )


@require_safe
def history_csv(request: HttpRequest, plan: str) -> HttpResponse:
    """The same as a file, all of it."""
    opened = open_plan(request, plan)
    require_whole(opened)
    form = HistoryForm(kinds_of(opened.plan), people_of(opened.plan), request.GET)
    found = changes_of(opened.frame, opened.plan, form.cleaned_data if form.is_valid() else {})
    answer = HttpResponse(history_file(opened.frame, found), content_type="text/csv; charset=utf-8")
    name = f"{opened.plan.key}-history-{opened.frame.today:%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=_YAML)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
