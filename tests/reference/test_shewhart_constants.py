"""The constants of x-bar and S charts against the published table, to 1e-9."""

import numpy as np
import pytest

from tests.reference.golden import table
from tests.shared_data import needs_shared
from wellrun.analytics.spc.charts.subgroups.constants import a3, b3_b4, c4

pytestmark = [pytest.mark.shared, needs_shared]


def test_every_line_of_the_table() -> None:
    rows = table("shewhart_constants.csv")
    n = np.array([float(row["n"]) for row in rows])
    below, above = b3_b4(n)
    assert n.size > 90
    for name, found in (("c4", c4(n)), ("A3", a3(n)), ("B3", below), ("B4", above)):
        np.testing.assert_allclose(found, [float(row[name]) for row in rows], rtol=1e-9, atol=1e-9)
