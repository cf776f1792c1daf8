"""Why a lead is too late to act on, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.jobs.in_force.too_late import TooLate
from wellrun.web import figures


def tag() -> str:
    """The words beside its role."""
    return _("too late to act on")


def sentence(late: TooLate) -> str:
    """What it says and why, with its numbers."""
    return _("“%(name)s” is too late to act on: %(why)s") % {"name": late.version.name, "why": why(late)}


def why(late: TooLate) -> str:
    """How long its signal takes, and by when its effect is there."""
    words = {"figures": _count(late.points), "needed": _days(late.needed_days), "delay": _days(late.delay_days)}
    if late.age_days:
        said = _(
            "a signal needs %(figures)s and the age of the data, %(needed)s in all; "
            "its effect is there within %(delay)s."
        )
    else:
        said = _("a signal needs %(figures)s, that is %(needed)s; its effect is there within %(delay)s.")
    return said % words


def _count(points: int) -> str:
    return ngettext("%(n)s figure", "%(n)s figures", points) % {"n": figures.number(points)}


def _days(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": figures.number(days)}
