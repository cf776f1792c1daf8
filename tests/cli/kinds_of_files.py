"""One small file of every kind that somebody may hand to `wellrun analyse`."""

from collections.abc import Iterable

import numpy as np

from tests.spec.test_days_between import GAPS

MONTHS = [f"{2022 + m // 12}-{m % 12 + 1:02}" for m in range(24)]
EVENTS = [str(np.datetime64("2023-01-01", "D") + int(days)) for days in np.cumsum([0, *GAPS])]
DAYS = [str(np.datetime64("2024-01-01", "D") + day) for day in range(60)]
VALUES = [50.5 + (7 * m) % 11 for m in range(24)]
COUNTS = [20 + (7 * m) % 11 for m in range(24)]
RARE = [1, 0, 2, 0, 1, 0] * 4
SIZES = [200 + (13 * m) % 50 for m in range(24)]


def values(dates: Iterable[str], found: Iterable[object]) -> str:
    return "period,value\n" + "".join(f"{date},{value}\n" for date, value in zip(dates, found, strict=True))


def counts(dates: Iterable[str], above: Iterable[object], below: Iterable[object]) -> str:
    lines = (f"{date},{a},{b}\n" for date, a, b in zip(dates, above, below, strict=True))
    return "period,numerator,denominator\n" + "".join(lines)


KINDS = {
    "values": values(MONTHS, VALUES),
    "values below 0": values(MONTHS, [value - 55 for value in VALUES]),
    "shares as values": values(MONTHS, [value / 100 for value in VALUES]),
    "proportions": counts(MONTHS, COUNTS, SIZES),
    "rates": counts(MONTHS, COUNTS, [2.5 + m % 3 / 10 for m in range(24)]),
    "ratios of amounts": counts(MONTHS, [count + 0.5 for count in COUNTS], SIZES),
    "numerators below 0": counts(MONTHS, [count - 25 for count in COUNTS], SIZES),
    "observed and expected": counts(MONTHS, COUNTS, [24.5 + m % 4 for m in range(24)]),
    "counts": values(MONTHS, COUNTS),
    "rare counts": values(MONTHS, RARE),
    "rare counts of cases": counts(MONTHS, RARE, SIZES),
    "counts by day": values(DAYS, [20 + (7 * day) % 11 for day in range(60)]),
    "rare counts by day": values(DAYS, [int(day % 5 == 0) + int(day % 11 == 0) for day in range(60)]),
    "dates of events": "period\n" + "".join(f"{date}\n" for date in EVENTS),
    "months of events": "period\n" + "".join(f"{month}\n" for month in MONTHS),
    "days between": values(EVENTS, ["", *map(int, GAPS)]),
    "cases between": values(EVENTS, [120, 40, 333, 90, 210, 150, 80, 60, 400, 22, 130, 170, 95]),
    "times below 0": values(EVENTS, ["", -3, *map(int, GAPS[1:])]),
    "counts on odd days": counts(EVENTS, [*map(int, GAPS), 4], [50] * 13),
    "measurements": values(np.repeat(MONTHS[:12], 4).tolist(), [50 + (5 * n) % 7 for n in range(48)]),
    "cases of yes or no": values(np.repeat(EVENTS[:12], 5).tolist(), [int(n % 4 == 0) for n in range(60)]),
    "months of yes or no": values(MONTHS, [int(m % 4 == 0) for m in range(24)]),
    "one point": values(MONTHS[:1], [5]),
    "one fraction": counts(MONTHS[:1], [5], [50]),
    "constant": values(MONTHS, [5] * 24),
    "constant fractions": counts(MONTHS, [5] * 24, [50] * 24),
    "all missing": values(MONTHS, [""] * 24),
    "all missing fractions": counts(MONTHS, [""] * 24, [""] * 24),
}
