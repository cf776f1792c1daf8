"""The plain twin of `detection.detect` and `detection.firings`: one series watched from its baseline to its end."""

from dataclasses import dataclass, field
from math import copysign, isnan, nan, sqrt
from typing import NamedTuple

from tests.oracle.plain_change import PlainChange, plain_change
from tests.oracle.plain_detection import (
    Judged,
    Point,
    Value,
    judged_points,
    likely_autocorrelation,
    mostly_hit,
    points_of,
)
from tests.oracle.plain_routing import plain_doubt, plain_family
from tests.oracle.plain_thresholds import Cell


class Promise(NamedTuple):
    """The watch: how many points say what is usual, what is promised over how many, and what the series is."""

    baseline: int
    false_alarm: float
    horizon: int
    season: int
    family: str


@dataclass
class PlainWatch:
    """What is known of one series: its standing, its judged points, and what alarms them."""

    promise: Promise
    points: list[Point]
    status: str = "insufficient_data"
    family: str = "auto"
    doubt: str = ""
    limit: float = nan
    judged: list[Judged] = field(default_factory=list)

    @property
    def sizes(self) -> list[float]:
        return [each.size for each in self.judged]

    @property
    def cell(self) -> Cell:
        """The row of the table: counts by what is counted, misses where most are hits."""
        base, season = self.points[: self.promise.baseline], self.promise.season
        if self.family == "normal":
            leaning = likely_autocorrelation(base, season)
            return Cell(counts=False, season=season, baseline=self.promise.baseline, trait=leaning)
        turned = self.family == "binomial" and mostly_hit(base)
        counts = [point.size - point.count if turned else point.count for point in base]
        return Cell(counts=True, season=season, baseline=self.promise.baseline, trait=sum(counts) / len(counts))

    @property
    def promised(self) -> bool:
        """Whether a rate of false alarms is promised, by the series and by the watch."""
        return not self.doubt and self.cell.promises(self.promise.false_alarm, self.promise.horizon)

    def p(self, t: int) -> float:
        """The probability that a series which did not change comes as far by the judged point t as that point is."""
        return nan if self.doubt else self.cell.p(self.judged[t].size, t + 1)

    def chance(self, t: int) -> float:
        """The least false-alarm probability over the horizon at which the judged point t fires."""
        return nan if self.doubt else self.cell.p(self.judged[t].size, self.promise.horizon)

    @property
    def furthest(self) -> float:
        """The p-value of a series without an alarm: of the largest size so far, by its last point."""
        return self.cell.p(max(self.sizes), len(self.judged)) if self.judged and not self.doubt else nan

    def side(self, t: int) -> int:
        judged = self.judged[t]
        leading = judged.score if judged.spiked else judged.drift
        return int(copysign(1, leading)) if leading else 0

    def change(self, t: int) -> PlainChange:
        """The change behind an alarm at the judged point t."""
        scores = [each.score for each in self.judged[: t + 1]]
        return plain_change(scores, self.deviations[: t + 1] if self.family == "normal" else scores)

    def period(self, t: int) -> int:
        return self.points[self.promise.baseline + t].period

    @property
    def deviations(self) -> list[float]:
        """Of every judged point from the level of the baseline, in its standard deviations; only the season is gone."""
        base = self.points[: self.promise.baseline]
        weight = sum(point.size for point in base) / len(base)

        def off(point: Point) -> float:
            mine = [each for each in base if each.position == point.position]
            level = sum(each.y * each.size for each in mine) / sum(each.size for each in mine)
            return (point.y - level) * sqrt(point.size / weight)

        sd = sqrt(sum(off(point) ** 2 for point in base) / (len(base) - self.promise.season))
        return [off(point) / sd for point in self.points[len(base) :]]


def plain_watch(values: list[Value], sizes: list[Value] | None, promise: Promise) -> PlainWatch:
    """Watch one series: values, or counts over their sizes."""
    found = PlainWatch(promise, points_of(values, sizes, promise.season))
    base = found.points[: promise.baseline]
    if len(base) < promise.baseline or not has_season_twice(base, promise.season):
        return found
    family = promise.family
    found.family = plain_family(base, promise.season, counted=sizes is not None) if family == "auto" else family
    if found.family == "normal":
        found.doubt = plain_doubt(base, counted=sizes is not None, asked_for=family != "auto")
    found.status = "ok"
    found.judged = judged_points(found.points, promise.baseline, promise.season, found.family)
    if any(isnan(size) for size in found.sizes):
        found.status, found.judged = "constant", []
    else:
        found.limit = found.cell.limit(promise.false_alarm, promise.horizon)
    return found


def has_season_twice(base: list[Point], season: int) -> bool:
    return season == 1 or all(sum(point.position == place for point in base) >= 2 for place in range(season))
