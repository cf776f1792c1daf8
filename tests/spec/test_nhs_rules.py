"""Each line of the rule tables, through the same code as a whole panel."""

import numpy as np
import pytest

from tests.spec.nhs_rule_tables import ALL
from wellrun.analytics.spc.nhs_rules import RULE_OF, SIDE_OF, claims, completed, marks

LETTERS = {(0, 0): ".", (1, 1): "O", (1, -1): "o", (2, 1): "T", (2, -1): "t"}
LETTERS |= {(3, 1): "N", (3, -1): "n", (4, 1): "S", (4, -1): "s"}
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
    return "".join(LETTERS[int(rule), int(side)] for rule, side in zip(RULE_OF[found], SIDE_OF[found], strict=True))


@pytest.mark.parametrize(("points", "labels"), [line[1:] for line in LINES], ids=[line[0] for line in LINES])
def test_rule_table(points: str, labels: str) -> None:
    assert labelled(points) == labels
