"""What one forum hears of from early detection."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wellrun.execution.errors import not_permitted
from wellrun.jobs.change_budget import change_alarm_budget
from wellrun.lib.errors import UserError
from wellrun.web.forms.budget import BudgetForm
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.frame import frame_for, page, user_of
from wellrun.web.presenters.forum import forum_of, forum_page, may_change_budget


@require_http_methods(["GET", "POST"])
def forum(request: HttpRequest, key: str) -> HttpResponse:
    """Its alarm budget with what that means, what it was not told, and the form to change it."""
    found = forum_of(user_of(request), key)
    frame = frame_for(request, found.unit.key)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and not may_change_budget(frame.user, found):
        raise not_permitted()
    form = BudgetForm(sent, initial={"false_alarms_a_month": f"{found.false_alarms_a_month:g}"})
    if sent is not None and form.is_valid():
        wanted = form.cleaned_data["false_alarms_a_month"]
        try:
            raised = change_alarm_budget(forum=found, false_alarms_a_month=wanted, by=frame.user)
        except UserError as error:
            show_or_raise(form, error, {"alarm_budget_unknown": "false_alarms_a_month"})
        else:
            # What is raised elsewhere at the same moment may be in forums that the reader does not see.
            messages.success(request, _done(sum(item.review.forum_id == found.pk for item in raised.items)))
            return redirect("forum", key)
    shown = forum_page(frame, found)
    context = {"shown": shown, "form": form if shown.may_change or form.errors else None}
    status = 422 if form.errors else 200
    return page(request, frame, "reviews", "reviews/forum.html", context, status=status)


def _done(raised: int) -> str:
    if not raised:
        return _("The alarm budget is set.")
    return ngettext(
        "The alarm budget is set; %(n)d item was raised.", "The alarm budget is set; %(n)d items were raised.", raised
    ) % {"n": raised}
