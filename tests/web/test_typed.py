"""A field for a figure says in what it is typed, so that 2 % is not typed as 0.02."""

import pytest

from wellrun.measures.shown import FigureFormat
from wellrun.web.forms.typed import typed_in


@pytest.mark.parametrize(
    ("form", "distance", "said"),
    [
        (FigureFormat(), False, ""),
        (FigureFormat(1, 0, "beds"), False, "In beds, as the figures are shown."),
        (FigureFormat(1, 0, "beds"), True, "In beds, as the figures are shown."),
        (FigureFormat(100, 1, "%"), False, "In %, as the figures are shown: 80 for 80 %, and not 0.8."),
        (FigureFormat(1, 1, "%"), False, "In %, as the figures are shown."),
        (FigureFormat(1, 1, "%"), True, "In percentage points, as the figures are shown."),
        (
            FigureFormat(100, 1, "%"),
            True,
            "In percentage points, as the figures are shown: 2 from 80 % to 82 %, and not 0.02.",
        ),
    ],
)
def test_the_hint_names_the_unit_and_how_a_share_is_typed(form: FigureFormat, distance: bool, said: str) -> None:
    assert typed_in(form, distance=distance) == said
