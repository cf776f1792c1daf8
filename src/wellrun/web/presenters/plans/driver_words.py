"""The words of a driver diagram: its columns, its kinds of boxes, how far an initiative is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from wellrun.execution.models import Initiative
from wellrun.strategy.models import InfluenceLink
from wellrun.web import dates
from wellrun.web.counts import inside


def column_names() -> list[str]:
    """The columns of the picture from left to right."""
    return [_("Aim"), _("Primary drivers"), _("Secondary drivers"), _("Change ideas")]


def kind_names() -> Mapping[str, str]:
    """What a box is."""
    return {"primary": _("Primary driver"), "secondary": _("Secondary driver"), "idea": _("Change idea")}


def kind_hints() -> Mapping[str, str]:
    """The same to choose from."""
    return {
        "primary": _("Primary driver: moves the aim"),
        "secondary": _("Secondary driver: moves a primary one"),
        "idea": _("Change idea: what could be tried"),
    }


def status_words(one: Initiative, today: date) -> str:
    """How far an initiative is, in a few words."""
    if one.status == Initiative.Status.PLANNED:
        return _("begins %(day)s") % {"day": dates.day_near(one.starts, today)}
    if one.status == Initiative.Status.ACTIVE:
        return _("under way") if one.ends is None else _("until %(day)s") % {"day": dates.day_near(one.ends, today)}
    return _("stopped") if one.status == Initiative.Status.STOPPED else _("finished")


def link_words(link: InfluenceLink, lag: str) -> str:
    """Why a link speaks for a box: what it is to the measure it moves."""
    if link.grade == InfluenceLink.Grade.STRUCTURAL:
        return _("A part of “%(lag)s”: arithmetic.") % {"lag": lag}
    words = {"lag": lag, "least": link.delay_min_days, "most": link.delay_max_days, "grade": inside(_grade(link.grade))}
    return _("Expected to move “%(lag)s” within %(least)d to %(most)d days (%(grade)s).") % words


def _grade(grade: str) -> str:
    return {
        "strong": _("Strong evidence"),
        "moderate": _("Moderate evidence"),
        "contested": _("Contested"),
        "judgement": _("Expert judgement"),
    }.get(grade, grade)
