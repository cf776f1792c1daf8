"""Each line of the rule tables, through the same code as a whole panel."""

import numpy as np
import pytest

from tests.spec.nhs_rule_tables import ALL
from wellrun.analytics.spc.rules.nhs import SIGNED_RULE_OF, claims, completed, marks

LETTERS = {0: ".", 1: "O", -1: "o", 2: "T", -2: "t", 3: "N", -3: "n", 4: "S", -4: "s"}
LINES = [(f"{rule}: {name}", *line) for rule, table in ALL.items() for name, line in table.items()]


def labelled(points: str) -> str:
    phases = [phase.split() for phase in points.split("|")]
    y = np.array([np.nan if word == "-" else float(word) for phase in phases for word in phase]).reshape(-1, 1)
    age = np.array([t for phase in phases for t in range(len(phase))], dtype=np.int32).reshape(-1, 1)
    steps = np.full_like(y, np.nan)
    steps[1:] = np.where(age[1:] > 0, np.diff(y, axis=0), np.nan)
    flat = np.zeros((1, 1))
    claimed = claims(y, steps, flat, flat, (flat - 3, flat + 3, flat - 2, flat + 2))
    found = marks(claimed, completed(claimed, age))[:, 0]
    return "".join(LETTERS[int(signed_rule)] for signed_rule in SIGNED_RULE_OF[found])


@pytest.mark.parametrize(("points", "labels"), [line[1:] for line in LINES], ids=[line[0] for line in LINES])
def test_rule_table(points: str, labels: str) -> None:
    assert labelled(points) == labels
