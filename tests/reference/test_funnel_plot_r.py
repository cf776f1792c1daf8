"""Funnels of proportions against FunnelPlotR: z and lines of 130 departments, with overdispersion and without."""

import numpy as np
import pytest

from tests.reference.golden import table
from tests.shared_data import needs_shared
from wellrun.analytics.funnel.chart import Flag, Funnel, contours, funnel
from wellrun.analytics.funnel.kinds import Kind
from wellrun.analytics.funnel.limits import Model
from wellrun.analytics.panel import Floats

pytestmark = [pytest.mark.shared, needs_shared]

UNITS, LINES = "funnel_ae_PR_od_units.csv", "funnel_ae_PR_od_limits.csv"


def column(file: str, name: str) -> Floats:
    return np.array([float(row[name]) for row in table(file)])


def departments(model: Model) -> Funnel:
    counts = (column(UNITS, name)[None] for name in ("numerator", "denominator"))
    return funnel(*counts, kind=Kind.PROPORTION, model=model)


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (Model.ADDITIVE, ("OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL")),
        (Model.NONE, ("LCL95", "UCL95", "LCL99", "UCL99")),
    ],
)
def test_the_lines_of_every_department_match(model: Model, names: tuple[str, ...]) -> None:
    found = departments(model)
    ours = (found.lower_95, found.upper_95, found.lower_998, found.upper_998)
    for line, name in zip(ours, names, strict=True):
        np.testing.assert_allclose(line[0], column(UNITS, name), rtol=1e-9, atol=1e-12)


def test_z_and_target_match() -> None:
    found = departments(Model.ADDITIVE)
    np.testing.assert_allclose(found.z[0], column(UNITS, "Uzscore"), rtol=1e-9)
    np.testing.assert_allclose(
        np.arcsin(np.sqrt(found.target)), column(UNITS, "target_transformed")[None, :1], rtol=1e-9
    )


def test_who_is_outside_matches() -> None:
    outside = np.isin(departments(Model.ADDITIVE).flag[0], (Flag.LOW, Flag.HIGH))
    assert outside.tolist() == [row["outlier"] == "1" for row in table(UNITS)]


def test_contours_match_from_three_cases_up() -> None:
    sizes = column(LINES, "number_seq")[None]
    for model, prefix in ((Model.ADDITIVE, "od"), (Model.NONE, "")):
        lower_998, lower_95, upper_95, upper_998 = contours(departments(model), sizes)
        for line, name in ((lower_998, "ll998"), (upper_95, "ul95"), (upper_998, "ul998")):
            np.testing.assert_allclose(line[0], column(LINES, prefix + name), rtol=1e-9, atol=1e-12)
        # At three cases the package folds this line back above 0; it ends at 0 here.
        np.testing.assert_allclose(lower_95[0, 1:], column(LINES, prefix + "ll95")[1:], rtol=1e-9, atol=1e-12)
        assert lower_95[0, 0] == 0
