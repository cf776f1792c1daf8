"""What decisions are about, in words: the kinds that decision rights and decisions share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = {
    "spend": _("Spending money"),
    "staff": _("Taking on staff"),
    "start_initiative": _("Starting an initiative"),
    "stop_initiative": _("Stopping an initiative"),
    "set_aim": _("Setting an aim"),
    "change_process": _("Changing how work is done"),
    "move_capacity": _("Moving beds or staff"),
}
