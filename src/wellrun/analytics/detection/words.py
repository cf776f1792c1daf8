"""A detection in words: what was promised, what was removed, and why nothing could be said."""

from __future__ import annotations

from dataclasses import replace

from wellrun.analytics.detection.codes import Doubt, Family, Status, Young
from wellrun.analytics.detection.found import Detection
from wellrun.analytics.detection.spans import FULL_BASELINE, GUARD_POINTS
from wellrun.analytics.detection.thresholds import COUNTS, NORMAL, Curves, curves
from wellrun.analytics.detection.watching import Watch

_NO_SPREAD = (
    "every value of the baseline is the same, or no two of its points follow one another: there is no usual spread to "
    "judge by"
)
_AS_FAMILY = {
    Family.NORMAL: "judged as measured values: tails longer than their baseline shows make false alarms likelier",
    Family.BINOMIAL: "judged exactly as cases out of cases (binomial)",
    Family.POISSON: "judged exactly as counts (Poisson)",
}

_DOUBT = {
    Doubt.LONG_TAILS: "no rate of false alarms is promised of this series: its baseline has longer tails, or leans "
    "more to one side, than the thresholds were made for",
    Doubt.EVENTS: "no rate of false alarms is promised of events one after another: the thresholds were made for "
    "figures of a calendar. Times between events have a chart of their own: wellrun analyse --chart t --every event",
    Doubt.UNEVEN_COUNTS: "no rate of false alarms is promised of this series: its counts are small and spread "
    "wider than chance has them spread, or follow each other",
}


def adjusted_for(found: Detection, series: int) -> list[str]:
    """What was removed before anything was judged; empty where nothing was judged."""
    family = Family(found.family[series])
    if found.status[series] != Status.OK:
        return []
    done = ["denominator"] if found.has_denominators else []
    done += ["season"] if found.watch.season_length > 1 else []
    return done + (["autocorrelation"] if family == Family.NORMAL else [])


def notes(found: Detection, series: int, direction: str = "none") -> list[str]:
    """What to know before relying on it. `direction`: which way is good (up, down, none)."""
    watch = replace(found.watch, baseline=int(found.baseline[series]))
    status = Status(found.status[series])
    if status == Status.INSUFFICIENT_DATA:
        return [_too_little(found, series)]
    if status == Status.CONSTANT:
        return [_NO_SPREAD]
    family = Family(found.family[series])
    said = [_AS_FAMILY[family]]
    if not found.n_judged[series]:
        said.append("no point after the baseline yet: nothing is judged")
    young = Young(found.young[series])
    said.append(_baseline(watch, young))
    doubt = Doubt(found.doubt[series])
    if doubt != Doubt.NONE:
        said.append(_DOUBT[doubt])
    if found.first_alarm[series] >= 0 and found.p_value[series] > watch.false_alarm and watch.fdr is None:
        said.append("p counts every point watched up to the alarm, which is more than the promise's horizon")
    if doubt == Doubt.NONE:
        said.append(promise(watch, family, young))
    if found.direction[series] and direction in ("up", "down"):
        better = (found.direction[series] > 0) == (direction == "up")
        said.append("the change is for the better" if better else "the change is for the worse")
    return said


def _baseline(watch: Watch, young: Young) -> str:
    """Which points say what is usual."""
    if watch.baseline >= FULL_BASELINE:
        said = f"the first {watch.baseline} points are the baseline"
        if young == Young.UNJUDGED:
            return said
        shortest = watch.from_the_shortest().baseline
        return said + (
            f"; those from the {shortest + 1}th on were judged when they came, by a shorter one (self-starting), and "
            "raised no alarm"
        )
    said = (
        f"self-starting: the first {watch.baseline} points are the baseline, which takes in later ones until it has "
        f"{FULL_BASELINE}, without the latest {GUARD_POINTS}"
    )
    if not watch.self_starting:
        return said
    return said + f"; what comes after the {FULL_BASELINE}th point is judged by the first {FULL_BASELINE}"


def promise(watch: Watch, family: Family, young: Young) -> str:
    """The rate of false alarms, where there is one to state; else why there is none."""
    if watch.fdr is not None:
        return (
            f"among the alarms of one period at most {watch.fdr:g} are expected to be false; "
            "this is no promise for one series over a year"
        )
    points = _points(watch.horizon)
    kind = NORMAL if family == Family.NORMAL else COUNTS
    if not curves(kind, watch.season_length, watch.baseline).promises(watch.false_alarm, watch.horizon):
        return _too_rare(watch, curves(kind, watch.season_length, watch.baseline))
    return (
        f"a series that goes on as in its baseline raises an alarm within {points} "
        f"with probability {watch.false_alarm:g}{_from_where(watch, young)}"
    )


def _from_where(watch: Watch, young: Young) -> str:
    """Where the points of the promise begin, of a watch that chose its baseline by itself."""
    if not watch.self_starting:
        return ""
    begins, shortest = watch.baseline + 1, watch.from_the_shortest().baseline + 1
    if watch.baseline < FULL_BASELINE or young == Young.UNJUDGED:
        return f", counted from the {begins}th"
    if young == Young.PROMISED:
        return f", counted from the {shortest}th, and anew from the {begins}th"
    return f", counted from the {begins}th; of those from the {shortest}th to the {begins - 1}th no rate is promised"


def _too_rare(watch: Watch, simulated: Curves) -> str:
    said = f"no rate of false alarms is promised: within {_points(watch.horizon)} "
    rarest = simulated.rarest(watch.horizon)
    if rarest is None:
        return said + f"nothing was simulated, {simulated.points[-1]:g} are the most"
    return said + f"a baseline of {watch.baseline} points tells too little of a series for less than {rarest:g}"


def _points(horizon: int) -> str:
    return "1 point" if horizon == 1 else f"{horizon} points"


def _too_little(found: Detection, series: int) -> str:
    watch, n = replace(found.watch, baseline=int(found.baseline[series])), int(found.n[series])
    if not watch.knows_season:
        return (
            f"a season of {watch.season_length} cannot be learnt from a baseline of {watch.baseline}: it needs "
            f"{2 * watch.season_length} points; where nothing comes round, say so with --season none"
        )
    if n < watch.baseline:
        return f"{n} of the {watch.baseline} points of a baseline are there"
    return "the baseline does not have every part of the season twice"
