"""What is said of a finding that no one form mends: why not, and where it is dealt with."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wellrun.check.models import Finding


class Instead(NamedTuple):
    """Why no form is offered, and the page on which it is dealt with."""

    why: str
    label: str
    href: str


_FEWER: Final = _("Which priorities can wait is decided one by one: each is retired on its own page.")
WITHOUT_FORM: Final = {
    "FOC-01": (_FEWER, _("See the priorities in their order")),
    "FOC-02": (_FEWER, _("See the priorities in their order")),
    "FOC-05": (_("What the huddle can do without is for those in it to say."), _("See what it looks at")),
    "MEA-05": (
        _("Why figures lie so near the aim is asked where they come from, before anything is changed."),
        _("See the figures"),
    ),
    "OWN-05": (_("What another post can take over is talked about with both of them."), _("See who answers for what")),
    "PRV-02": (_("It is hidden where it is shown, with another one beside it."), _("See the data")),
    "REV-04": (_("What is closed stays closed: raise it again at the next meeting."), _("See the reviews")),
    "REV-05": (_("What is closed stays closed: say the reason at the next meeting."), _("See the reviews")),
    "REV-06": (
        _("What has begun is not undone here: ask at its next look whether it is still worth its time."),
        _("See the actions"),
    ),
    "INI-03": (
        _("Both have begun: what comes of them is said of both together, and of neither alone."),
        _("See the initiative"),
    ),
    "PRV-01": (_("This text is not written anew on a page: have it looked at where it stands."), _("See the actions")),
    "PRV-03": (_("This text is not written anew on a page: have it looked at where it stands."), _("See the actions")),
}
_PAGES: Final = {"OWN-05": "ownership", "PRV-02": "data", "REV-04": "reviews", "REV-05": "reviews"}


def instead_of_a_form(one: Finding, unit: str) -> Instead | None:
    """Of a finding without a fix: why there is none, and where to go, in the unit one looks at."""
    if one.facts.get("fix") is not None or one.rule not in WITHOUT_FORM:
        return None
    why, label = WITHOUT_FORM[one.rule]
    return Instead(str(why), str(label), _href(one, unit))


def _href(one: Finding, unit: str) -> str:
    if one.rule in ("FOC-01", "FOC-02"):
        return reverse("plan_ranking", args=[one.plan.key])
    if one.rule == "FOC-05":
        return reverse("forum", args=[one.subject])
    if one.rule == "MEA-05":
        return reverse("measure", args=[unit, one.subject])
    if one.rule == "INI-03":
        return reverse("initiative", args=[one.subject])
    return reverse(_PAGES.get(one.rule, "actions"), args=[unit])
