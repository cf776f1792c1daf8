"""The clock of a demo, moved on by an administrator."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import require
from wellrun.jobs.clock import Tick, advance
from wellrun.lib import clock as site_clock
from wellrun.organisation.queries import enterprise
from wellrun.web.forms.posted import posted
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
        raise nothing_here()
    require(frame.user, Permission.ADMINISTER, top.pk)
    form = Ahead(posted(request))
    if request.method == "POST" and form.is_valid():
        done = advance(ahead=timedelta(days=form.cleaned_data["days"]), by=frame.user)
        messages.success(request, _told(done))
        return redirect("clock")
    now = site_clock.now().astimezone(frame.zone)
    # A template would turn the time into that of Django's own zone.
    context = {"form": form, "now": now, "time": date_format(now, "H:i")}
    return page(request, frame, "data", "data/clock.html", context, status=422 if form.errors else 200)


def _told(done: Tick) -> str:
    """What the time that passed brought, one part for each thing that came up."""
    parts = [
        ngettext("%(n)d review was scheduled", "%(n)d reviews were scheduled", done.scheduled) % {"n": done.scheduled},
        ngettext("%(n)d look-back came up", "%(n)d look-backs came up", done.look_backs) % {"n": done.look_backs},
        ngettext("%(n)d action was found stalled", "%(n)d actions were found stalled", done.stalled)
        % {"n": done.stalled},
        ngettext("%(n)d figure became late", "%(n)d figures became late", done.late) % {"n": done.late},
    ]
    counts = (done.scheduled, done.look_backs, done.stalled, done.late)
    happened = [part for part, count in zip(parts, counts, strict=True) if count]
    if not happened:
        return _("The clock moved on, and nothing fell due.")
    return _("The clock moved on: %(what)s.") % {"what": ", ".join(happened)}
