"""The plan of the generated demo with all its figures, checked as a file and on its site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.integration.agreement import both, require_agreement
from wellrun.strategy.queries import active_plan

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_the_file_says_what_the_site_says(lakeside: Any, tmp_path: Path) -> None:
    plan = active_plan()
    assert plan is not None
    file, live = both(plan, tmp_path)
    require_agreement(file, live)
    assert len(file.found) >= 10, "it has something to say"
