"""Every rule that marks a point, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RULES: dict[str, str | Promise] = {
    "outside_limits": _("Outside the usual range"),
    "trend": _("Seven in a row, each beyond the one before"),
    "two_of_three": _("Two of three near the edge of the usual range"),
    "shift": _("Seven in a row on one side of the usual level"),
    "four_of_five": _("Four of five on one side, a third of the way to the edge of the usual range or further"),
    "eight_on_one_side": _("Eight in a row on one side of the usual level"),
    "nine_on_one_side": _("Nine in a row on one side of the usual level"),
    "six_trending": _("Six in a row, each beyond the one before"),
    "fourteen_alternating": _("Fourteen in a row, up and down in turn"),
    "fifteen_near_centre": _("Fifteen in a row close to the usual level"),
    "eight_far_from_centre": _("Eight in a row, none close to the usual level"),
    "long_run": _("An unusually long run on one side of the usual level"),
    "few_crossings": _("Unusually few crossings of the usual level"),
    "early_detection": _("Found early: the course up to it lies apart from the usual one"),
}


def rule_words(code: str) -> str:
    """The rule that marks a point, in words; "" where none does."""
    return str(RULES.get(code, code.replace("_", " "))) if code else ""
