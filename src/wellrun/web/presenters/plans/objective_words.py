"""The words in which an objective and its parts stand on the pages of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.jobs.in_force.addresses import objective_address as objective_address
from wellrun.jobs.in_force.cascade import Gap
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import Plan
from wellrun.web import dates
from wellrun.web.counts import capital, in_words


def level_names() -> Mapping[str, str]:
    """Where in the organisation an objective stands."""
    return {
        "enterprise": _("The whole enterprise"),
        "site": _("A site"),
        "service_line": _("A service line or function"),
        "team": _("A team"),
    }


def part_names() -> Mapping[str, str]:
    """What a team does for an objective; the one accountable is its owner."""
    return {
        "responsible": _("Responsible"),
        "consulted": _("Consulted"),
        "informed": _("Informed"),
    }


def part_hints() -> Mapping[str, str]:
    """The same in a few more words, to choose from."""
    return {
        "responsible": _("Responsible: does a part of it, and hands it on"),
        "consulted": _("Consulted: is asked before a decision"),
        "informed": _("Informed: is told of it"),
    }


def role_hints() -> Mapping[str, str]:
    """What a measure is to an objective, to choose from."""
    return {
        "lag": _("Lag: shows whether the outcome is reached"),
        "lead": _("Lead: moves first, and can still be acted on"),
        "balancing": _("Balancing: must not get worse meanwhile"),
    }


def direction_names() -> Mapping[str, str]:
    """What the objective wants of a measure."""
    return {"": _("as its definition says"), "up": _("it is to rise"), "down": _("it is to fall")}


def stage_words(plan: Plan) -> str:
    """Where the plan stands, as a sentence about what is in it."""
    sentences = {
        Plan.Stage.DRAFT: _("It is in a draft and not in force yet."),
        Plan.Stage.CONSULTATION: _("It is in consultation and not in force yet."),
        Plan.Stage.ACTIVE: _("It is in force."),
        Plan.Stage.CLOSED: _("Its plan is closed: it is kept as it was."),
    }
    return sentences[Plan.Stage(plan.stage)]


def counted_findings(errors: int, warnings: int) -> str:
    """How much the check finds wrong with it; empty where it finds nothing of weight."""
    if errors:
        words = ngettext(
            "One thing about it cannot be executed as it stands.",
            "%(n)s things about it cannot be executed as they stand.",
            errors,
        )
        return words % {"n": capital(in_words(errors))}
    if warnings:
        words = ngettext("One thing about it is worth mending.", "%(n)s things about it are worth mending.", warnings)
        return words % {"n": capital(in_words(warnings))}
    return ""


def is_a_rate(version: MeasureVersion | None) -> bool:
    """Whether figures of several units do not add up to one of all of them, so that shares are said and not amounts."""
    return version is not None and version.scoring in ("proportion", "ratio", "rate")


def by_when(gap: Gap | None) -> str:
    """By which day the aim of the gap is wanted; empty where that is not said."""
    when: date | None = gap.target.by_date if gap is not None else None
    return dates.day(when, year=True) if when is not None else ""
