"""The plain twin of `detection.change`: since when and by how much, by trying every start."""

from dataclasses import dataclass


@dataclass
class PlainChange:
    """How many judged points come before the change, how well each start explains the scores, and its size."""

    start: int
    explained: list[float]
    size_sd: float


def plain_change(scores: list[float], deviations: list[float]) -> PlainChange:
    """One lasting step in the scores up to the alarm: 0 before it, its own mean from it on; the least squares win."""
    left = []
    for start in range(len(scores)):
        after = scores[start:]
        step = sum(after) / len(after)
        left.append(sum(each**2 for each in scores[:start]) + sum((each - step) ** 2 for each in after))
    start = min(range(len(scores)), key=lambda each: (left[each], -each))
    return PlainChange(start, left, sum(deviations[start:]) / len(deviations[start:]))
