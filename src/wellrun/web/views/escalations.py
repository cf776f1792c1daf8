"""One question handed up, and its answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.execution.models import Escalation
from wellrun.execution.queries import escalations_for
from wellrun.lib import clock
from wellrun.lib.errors import Refused, UserError
from wellrun.reviews.actions import reply_to_escalation
from wellrun.reviews.queries import with_receiver
from wellrun.web.forms.answers import Reply
from wellrun.web.forms.posted import posted
from wellrun.web.forms.refusal import show_refusal
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.presenters.escalations import escalation_page
from wellrun.web.views.plans.saving import look_again


@require_http_methods(["GET", "POST"])
def escalation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The question, where it came from, and the answer or the form for it."""
    frame = frame_for(request)
    found = _escalation(frame, pk)
    form, status = Reply(posted(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            reply_to_escalation(escalation=found, reply=form.cleaned_data["reply"], by=frame.user)
        except Refused as error:
            if error.code != "asker_cannot_answer":
                raise
            status = 403
        except UserError as error:
            show_refusal(form, error, {"reply_needed": "reply"})
        else:
            messages.success(request, _("Answered: whoever asked sees it in their next review."))
            look_again()
            return redirect("escalation", found.pk)
    shown = escalation_page(frame.user, found, frame.zone, clock.now())
    context = {"shown": shown, "form": form if shown.may_answer else None}
    return page(request, frame, "actions", "actions/escalation.html", context, status=422 if form.errors else status)


def _escalation(frame: Frame, pk: UUID) -> Escalation:
    rows = escalations_for(frame.user, statuses=Escalation.Status.values, today=frame.today)
    found = with_receiver(rows).select_related("series__unit").filter(pk=pk).first()
    if found is None:
        raise nothing_here()
    return found
