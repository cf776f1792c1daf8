"""The plain twin of `detection.across`: Benjamini and Hochberg in exact fractions, and q by trying every rate."""

from fractions import Fraction


def picked_out(p: list[Fraction], rate: Fraction) -> set[int]:
    """Which of these p-values a false-discovery rate picks out: the k least, k the most with p(k) <= k rate / m."""
    ranked = sorted(range(len(p)), key=lambda i: p[i])
    most = max((k for k, i in enumerate(ranked, start=1) if p[i] <= k * rate / len(p)), default=0)
    return set(ranked[:most])


def plain_q(period: list[float | None]) -> list[float | None]:
    """The smallest rate, 1 at most, at which each of one period's p-values is picked out; None stays None."""
    judged = [i for i, each in enumerate(period) if each is not None]
    p = [Fraction(period[i]) for i in judged]
    # Whether one is picked out can only change at these rates.
    rates = sorted({each * len(p) / k for each in p for k in range(1, len(p) + 1)})
    found: list[float | None] = [None] * len(period)
    for rate in reversed(rates):
        for place in picked_out(p, rate):
            found[judged[place]] = float(min(rate, Fraction(1)))
    return found
