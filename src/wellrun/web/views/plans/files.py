"""A plan file applied from a page: looked into first, then made to hold."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import require
from wellrun.jobs.activation import apply_file
from wellrun.jobs.plan_code.comparing import text_for_site
from wellrun.lib.errors import UserError
from wellrun.organisation.queries import enterprise
from wellrun.web.forms.plans.file import PlanFileForm
from wellrun.web.forms.posted import posted
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.frame import frame_for, page
from wellrun.web.parts import Crumb
from wellrun.web.presenters.plans.versions import told

MOST_PROBLEMS = 50


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Choose a file; see what it would change, or why it cannot be; apply it."""
    frame = frame_for(request)
    top = enterprise()
    if top is None:
        raise nothing_here()
    require(frame.user, Permission.ADMINISTER, top.pk)
    form = PlanFileForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {
        "form": form,
        "crumbs": [Crumb(_("Plans"), reverse("plans")), Crumb(_("Plan file"))],
        "problems": [],
        "compared": None,
    }
    status = 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        given = form.cleaned_data
        try:
            document = text_for_site(given["text"], given["file"].name if given["file"] else _("the file"))
            is_trial = not given["confirmed"]
            applied = apply_file(document=document, by=frame.user, over=given["over"], dry_run=is_trial)
        except UserError as error:
            context["problems"] = list(error.params.get("problems") or [])[:MOST_PROBLEMS]
            status = show_or_raise(form, error)
        else:
            if applied.plan is not None:
                messages.success(request, _("The plan file is applied."))
                return redirect("plan", applied.plan.key)
            context |= {"compared": told(applied.changes), "text": given["text"], "over": given["over"]}
    return page(request, frame, "strategy", "plans/file.html", context, status=status)
