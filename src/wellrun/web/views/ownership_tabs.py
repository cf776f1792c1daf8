"""The views of who answers for what, below those of the strategy."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.organisation.models import Unit
from wellrun.web.parts import Tab


def ownership_tabs(unit: Unit, here: str) -> list[Tab]:
    """Who answers, who may decide, what is required; `here` is the name of one's address."""
    return [
        Tab(_("Who answers"), reverse("ownership", args=[unit.key]), here == "ownership"),
        Tab(_("Decision rights"), reverse("rights", args=[unit.key]), here == "rights"),
        Tab(_("Obligations"), reverse("obligations", args=[unit.key]), here == "obligations"),
    ]
