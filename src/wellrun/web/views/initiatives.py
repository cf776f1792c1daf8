"""One initiative, and what is said to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.access.queries import permissions_in
from wellrun.accounts.models import User
from wellrun.execution.actions import report_on_initiative
from wellrun.execution.errors import not_permitted
from wellrun.execution.models import Initiative
from wellrun.execution.permission import is_holder
from wellrun.execution.queries import with_targets
from wellrun.execution.visibility import visible_initiatives
from wellrun.lib.errors import Conflict, UserError
from wellrun.reviews.actions import end_initiative
from wellrun.web.forms.initiative import Kind, Said
from wellrun.web.forms.posted import posted
from wellrun.web.forms.refusal import show_refusal
from wellrun.web.frame import frame_for, page
from wellrun.web.presenters.initiative import initiative_page, may_speak


@require_http_methods(["GET", "POST"])
def initiative(request: HttpRequest, key: str) -> HttpResponse:
    """What it is to change, what was said of it, and the form to say how it goes."""
    frame = frame_for(request)
    found, status = _initiative(frame.user, key), 200
    owns = is_holder(frame.user, found.owner)
    allowed = permissions_in(frame.user, found.objective.unit_id)
    form = Said(posted(request), owns=owns)
    if request.method == "POST" and not may_speak(allowed, owns):
        raise not_permitted()
    if request.method == "POST" and form.is_valid():
        try:
            _say(found, form, frame.user)
        except UserError as error:
            show_refusal(form, error, {"text_needed": "text"})
            status = 409 if isinstance(error, Conflict) else 422
        else:
            messages.success(request, _("Noted."))
            return redirect("initiative", found.key)
    shown = initiative_page(frame.user, found, frame.zone, frame.today, allowed=allowed, owns=owns)
    status = status if status != 200 or not form.errors else 422
    context = {"shown": shown, "form": form if shown.may_say or form.errors else None}
    return page(request, frame, "strategy", "strategy/initiative.html", context, status=status)


def _say(found: Initiative, form: Said, user: User) -> None:
    kind, text = form.cleaned_data["kind"], form.cleaned_data["text"]
    if kind == Kind.PROGRESS:
        report_on_initiative(initiative=found, text=text, by=user)
    else:
        end_initiative(initiative=found, stopped=kind == Kind.STOPPED, text=text, by=user)


def _initiative(user: User, key: str) -> Initiative:
    related = (
        visible_initiatives(user)
        .filter(key=key)
        .select_related("objective__unit", "objective__plan", "owner")
        .prefetch_related("updates", with_targets())
    )
    found = related.first()
    if found is None:
        raise nothing_here()
    return found
