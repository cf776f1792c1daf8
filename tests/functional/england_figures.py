"""What the real figures say of Greater Manchester, worked out from the files alone."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from tests.shared_data import ENGLAND

SYSTEM = "QOP"


@dataclass(frozen=True)
class Pooled:
    """A figure of the whole: its period, its value, how many trusts it is of, how many could send one.

    Each trust is counted that sends other measures, whether it ever sent this one or not.
    """

    period: str
    value: float
    reporting: int
    expected: int


@cache
def rows() -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    """The system's rows by measure, period and trust."""
    trusts = _trusts()
    found: dict[str, dict[str, dict[str, dict[str, str]]]] = defaultdict(lambda: defaultdict(dict))
    with gzip.open(ENGLAND / "measures_long.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["org_code"] in trusts:
                found[row["measure"]][row["period"]][row["org_code"]] = row
    return found


def latest(measure: str) -> Pooled:
    """The newest figure of the whole: sums over sums where there are cases, else the sum."""
    of_measure = rows()[measure]
    period = max(of_measure)
    now = of_measure[period]
    senders = {trust for measure in rows().values() for sent in measure.values() for trust in sent}
    if all(row["denominator"] for row in now.values()):
        value = _sum(now, "numerator") / _sum(now, "denominator")
    else:
        value = _sum(now, "value")
    return Pooled(period, value, len(now), len(senders))


def _sum(now: dict[str, dict[str, str]], column: str) -> float:
    return sum(float(row[column]) for row in now.values())


def _trusts() -> set[str]:
    with (ENGLAND / "organisations.csv").open(encoding="utf-8", newline="") as file:
        return {row["org_code"] for row in csv.DictReader(file) if row["ICSCode"] == SYSTEM}
