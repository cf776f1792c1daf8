"""A detection in words: what was promised, what was removed, and why nothing could be said."""

from __future__ import annotations

from wellrun.analytics.detection.codes import Family, Status
from wellrun.analytics.detection.found import Detection
from wellrun.analytics.detection.spans import FULL_BASELINE, GUARD_POINTS
from wellrun.analytics.detection.watching import Watch

_NO_SPREAD = (
    "every value of the baseline is the same, or no two of its points follow one another: there is no usual spread to "
    "judge by"
)
_AS_FAMILY = {
    Family.NORMAL: "judged as measured values: where they have long tails, false alarms are likelier than stated",
    Family.BINOMIAL: "judged exactly as cases out of cases (binomial)",
    Family.POISSON: "judged exactly as counts (Poisson)",
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
    watch = found.watch
    status = Status(found.status[series])
    if status == Status.INSUFFICIENT_DATA:
        return [_too_little(found, series)]
    if status == Status.CONSTANT:
        return [_NO_SPREAD]
    said = [_AS_FAMILY[Family(found.family[series])]]
    if not found.n_judged[series]:
        said.append("no point after the baseline yet: nothing is judged")
    if watch.baseline < FULL_BASELINE:
        said.append(
            f"self-starting: the baseline takes in later points until it has {FULL_BASELINE}, "
            f"without the latest {GUARD_POINTS}"
        )
    if found.first_alarm[series] >= 0 and found.p_value[series] > watch.false_alarm and watch.fdr is None:
        said.append("p counts every point watched up to the alarm, which is more than the promise's horizon")
    said.append(promise(watch))
    if found.direction[series] and direction in ("up", "down"):
        better = (found.direction[series] > 0) == (direction == "up")
        said.append("the change is for the better" if better else "the change is for the worse")
    return said


def promise(watch: Watch) -> str:
    """The rate of false alarms, where there is one to state."""
    if watch.fdr is not None:
        return (
            f"among the alarms of one period at most {watch.fdr:g} are expected to be false; "
            "this is no promise for one series over a year"
        )
    points = "1 point" if watch.horizon == 1 else f"{watch.horizon} points"
    return (
        f"a series that goes on as in its baseline raises an alarm within {points} "
        f"with probability {watch.false_alarm:g}"
    )


def _too_little(found: Detection, series: int) -> str:
    watch, n = found.watch, int(found.n[series])
    if not watch.knows_season:
        return (
            f"a season of {watch.season_length} cannot be learnt from a baseline of {watch.baseline}: it needs "
            f"{2 * watch.season_length} points; where nothing comes round, say so with --season none"
        )
    if n < watch.baseline:
        return f"{n} of the {watch.baseline} points of a baseline are there"
    return "the baseline does not have every part of the season twice"
