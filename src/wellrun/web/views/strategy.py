"""Strategy on a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellrun.organisation.models import Unit
from wellrun.web.frame import frame_for, page
from wellrun.web.parts import Tab
from wellrun.web.presenters.strategy import strategy_page


@require_safe
def strategy(request: HttpRequest, unit: str) -> HttpResponse:
    """The few ranked objectives of a unit, and which is in trouble."""
    frame = frame_for(request, unit)
    shown = strategy_page(frame)
    context = {"strategy": shown, "tabs": tabs(frame.unit, "strategy")}
    if shown.cards:
        # It goes with the cards onto their sheet of paper.
        context["attribution"] = frame.site.attribution
    return page(request, frame, "strategy", "strategy/page.html", context)


def tabs(unit: Unit, here: str) -> list[Tab]:
    """The views of the strategy; `here` is the name of one's address."""
    return [
        Tab(_("On a page"), reverse("strategy", args=[unit.key]), here == "strategy"),
        Tab(_("Map"), reverse("strategy_map", args=[unit.key]), here == "strategy_map"),
        Tab(_("Cascade"), reverse("cascade", args=[unit.key]), here == "cascade"),
        Tab(_("This quarter"), reverse("quarter", args=[unit.key]), here == "quarter"),
        Tab(_("Check"), reverse("check", args=[unit.key]), here == "check"),
        Tab(_("Ownership"), reverse("ownership", args=[unit.key]), here == "ownership"),
        Tab(_("Links"), reverse("links", args=[unit.key]), here == "links"),
        Tab(_("Matrix"), reverse("matrix", args=[unit.key]), here == "matrix"),
        Tab(_("Plans"), reverse("plans"), here == "plans"),
    ]
