"""The clock of a demo, moved on by an administrator."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wellrun.access.permissions import Permission
from wellrun.access.queries import require
from wellrun.jobs.clock import advance
from wellrun.lib import clock as site_clock
from wellrun.lib.errors import NotFound
from wellrun.organisation.queries import enterprise
from wellrun.web import dates
from wellrun.web.frame import frame_for, page


class Ahead(forms.Form):
    """How far."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Move the clock on by"),
        coerce=int,
        choices=[
            (1, gettext_lazy("one day")),
            (7, gettext_lazy("one week")),
            (28, gettext_lazy("four weeks")),
            (91, gettext_lazy("thirteen weeks")),
        ],
        initial=7,
    )


@require_http_methods(["GET", "POST"])
def clock(request: HttpRequest) -> HttpResponse:
    """Where the clock stands, and moving it: sittings are scheduled, look-backs and late feeds come up."""
    frame = frame_for(request)
    top = enterprise()
    if top is None or site_clock.standing_at() is None:
        raise NotFound("not_found", _("There is nothing here, or it is not yours to see."))
    require(request.user, Permission.ADMINISTER, top.pk)
    form = Ahead(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = advance(ahead=timedelta(days=form.cleaned_data["days"]), by=request.user)  # type: ignore[arg-type]
        messages.success(
            request,
            _(
                "The clock moved on: %(scheduled)d reviews scheduled, %(due)d look-backs and %(stuck)d stalled actions raised."
            )
            % {"scheduled": done.scheduled, "due": done.look_backs, "stuck": done.stalled},
        )
        return redirect("clock")
    now = site_clock.now().astimezone(ZoneInfo(frame.site.time_zone))
    return page(request, frame, "data", "data/clock.html", {"form": form, "stands": dates.moment(now), "now": now})
