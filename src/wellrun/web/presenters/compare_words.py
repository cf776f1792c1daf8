"""How a comparison speaks: where a unit lies, what could not have been found, why there is no funnel."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.analytics.funnel.chart import Flag, Limits
from wellrun.analytics.funnel.kinds import Kind
from wellrun.analytics.funnel.power import ENOUGH
from wellrun.insight.comparison import FIRM, LEAST, Comparison, Unsuited
from wellrun.insight.display import period_words, span_words
from wellrun.insight.display import when_words as time_words
from wellrun.measures.models import MeasureVersion
from wellrun.web import figures
from wellrun.web.charts.data import PointKind
from wellrun.web.counts import capital
from wellrun.web.parts import Fact
from wellrun.web.presenters.rows import figure_format
from wellrun.web.states import State

BEYOND = (Flag.HIGH, Flag.LOW)


def point_kind(flag: Flag, direction: str) -> PointKind:
    """The shape and colour of a unit: only beyond the outer lines, and only where one side is better, a side."""
    if flag is Flag.INSIDE or flag is Flag.NONE:
        return PointKind.COMMON_CAUSE
    if flag not in BEYOND:
        return PointKind.NOT_JUDGED
    if direction not in ("up", "down"):
        return PointKind.HIGH if flag is Flag.HIGH else PointKind.LOW
    return PointKind.IMPROVEMENT if (flag is Flag.HIGH) == (direction == "up") else PointKind.CONCERN


_LOOKS = {
    PointKind.COMMON_CAUSE: ("flat", "mark-none"),
    PointKind.NOT_JUDGED: ("flat", "mark-open"),
    PointKind.IMPROVEMENT: ("good", "mark-good"),
    PointKind.CONCERN: ("bad", "mark-bad"),
    PointKind.HIGH: ("flat", "mark-side"),
    PointKind.LOW: ("flat", "mark-side"),
}


def flag_words(flag: Flag) -> str:
    """Where a unit lies."""
    return {
        Flag.NONE: _("Not compared"),
        Flag.LOW: _("Lower than usual for its size"),
        Flag.LOW_95: _("Somewhat lower, may be chance"),
        Flag.INSIDE: _("Within what is usual for its size"),
        Flag.HIGH_95: _("Somewhat higher, may be chance"),
        Flag.HIGH: _("Higher than usual for its size"),
    }[flag]


def flag_state(flag: Flag, direction: str) -> State:
    """The same with its tone and shape."""
    return State(flag_words(flag), *_LOOKS[point_kind(flag, direction)])


def lower(sentence: str) -> str:
    """A sentence that goes on inside another."""
    return sentence[:1].lower() + sentence[1:]


def when_words(found: Comparison) -> str:
    """The periods chosen, at the head of a sentence."""
    if found.first is None or found.last is None:
        return ""
    grain = found.version.grain
    if found.first == found.last:
        return capital(time_words(found.last, grain))
    words = {"first": period_words(found.first, grain), "last": period_words(found.last, grain)}
    return _("From %(first)s to %(last)s") % words


def power_words(found: Comparison) -> str:
    """What the chart could not have found; no flag is no proof that a unit is like the others."""
    if found.power is None:
        return ""
    middle, n_units = float(found.power.middle[0, 0]), len(found.counted)
    at = found.found_at(middle if middle != float("inf") else None)
    if at is None:
        return _(
            "The middle one of these %(n)d units is too small to stand out at any figure: "
            "no mark here means too little is known, not that all is well."
        ) % {"n": n_units}
    words = {"n": n_units, "at": figures.figure(at, figure_format(found.version))}
    if middle > ENOUGH:
        return (
            _(
                "The middle one of these %(n)d units would have to be at %(at)s to stand out four times in five. "
                "Not even a doubling would be seen: no mark here means too little is known, not that all is well."
            )
            % words
        )
    return (
        _(
            "The middle one of these %(n)d units would stand out four times in five at %(at)s; "
            "a smaller difference may go unseen."
        )
        % words
    )


def unsuited_words(found: Comparison) -> tuple[str, str]:
    """Why there is no funnel, and what to use instead."""
    n_units = len(found.counted)
    return {
        Unsuited.COUNT: (
            _("A count has no size beside it"),
            _("Large units have more of everything. Compare a rate of the same cases, or look at each unit's chart."),
        ),
        Unsuited.CONTINUOUS: (
            _("An average is not compared this way"),
            _(
                "How widely single cases scatter is not known here, so nobody can say what is usual for a size. "
                "Look at each unit's own chart, or measure the share of cases within a limit."
            ),
        ),
        Unsuited.NO_COUNTS: (
            _("These figures came without their counts"),
            _("A funnel needs to know of how many cases each figure speaks. Import numerator and denominator with it."),
        ),
        Unsuited.NOT_CASES: (
            _("These are amounts and not cases"),
            _(
                "Money, hours and daily averages do not come one by one, so size does not say how much is chance. "
                "Look at each unit's own chart."
            ),
        ),
        Unsuited.TOO_FEW: (
            ngettext(
                "One unit is too few for a funnel",
                "%(n)d units are too few for a funnel",
                n_units,
            )
            % {"n": n_units},
            _(
                "With fewer than %(least)d units of one kind nobody can say how much they differ anyway. "
                "What each unit's own count leaves open stands below."
            )
            % {"least": LEAST},
        ),
        Unsuited.NO_FIGURES: (
            _("Nobody of this kind has figures you may see"),
            _("As soon as units of one kind report the measure they are compared here."),
        ),
    }[found.unsuited or Unsuited.NO_FIGURES]


def notes(found: Comparison) -> list[str]:
    """What one should know before reading anything into it."""
    version, told = found.version, []
    if found.clipped and found.first is not None:
        words = _("Before %(period)s the measure was counted by another definition: the range begins there.")
        told.append(words % {"period": period_words(found.first, version.grain)})
    if found.others:
        words = ngettext(
            "One of the units is not one of your own. It stands here without its name.",
            "%(n)d of the units are not your own. They stand here without their names.",
            len(found.others),
        )
        told.append(words % {"n": len(found.others)})
    if found.left_out:
        words = ngettext(
            "One unit counted more cases than there could be and is left out.",
            "%(n)d units counted more cases than there could be and are left out.",
            found.left_out,
        )
        told.append(words % {"n": found.left_out})
    if found.chart is not None and len(found.counted) < FIRM:
        told.append(_("With fewer than ten units it is poorly known how much units differ anyway."))
    if found.chart is not None and found.kind is not Kind.STANDARDISED:
        told.append(_("Units differ in whom they care for; nothing here is adjusted for that."))
    if found.chart is not None and version.scoring == MeasureVersion.Scoring.RATIO:
        told.append(
            _(
                "Everything counted is taken as a case of its own. Where it is days or beds of the same patients, "
                "chance is larger than lines and intervals say."
            )
        )
    return told


def method_facts(found: Comparison) -> list[Fact]:
    """How the lines came about, for who wants to check them."""
    chart = found.chart
    if chart is None:
        return []
    scale = {"arcsine": _("arcsine of the square root"), "log": _("logarithm"), "sqrt": _("square root")}
    drawn = (
        _("from the counts themselves, since a unit is small")
        if chart.limits is Limits.EXACT
        else _("on the scale of the %(scale)s") % {"scale": scale[chart.transform.value]}
    )
    return [
        Fact(_("Lines"), _("95 %% inside, 99.8 %% outside, %(drawn)s") % {"drawn": drawn}),
        Fact(
            _("Widened for true differences"),
            _("phi %(phi)s, tau² %(tau)s (additive)")
            % {"phi": f"{float(chart.phi[0, 0]):.3g}", "tau": f"{float(chart.tau2[0, 0]):.3g}"},
        ),
        Fact(
            _("Intervals"),
            _("exact, 95 %%, %(name)s")
            % {"name": _("Garwood") if found.kind is Kind.STANDARDISED else _("Clopper and Pearson")},
        ),
        Fact(
            _("Stands out from"),
            _("the figure at which a unit of its size would lie beyond the outer line four times in five"),
        ),
    ]


def coverage_words(periods: int, found: Comparison) -> str:
    """Of how many of the periods a unit has counts; empty where of all."""
    if periods == found.span:
        return ""
    return _("%(n)d of %(span)s") % {"n": periods, "span": span_words(found.span, found.version.grain)}


def doubt_words(periods: list[str]) -> str:
    """That a figure has an open question."""
    return _("figure in question: %(periods)s") % {"periods": ", ".join(periods)} if periods else ""
