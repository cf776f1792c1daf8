"""The plan of the demo on real figures, checked as a file and on its site."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.agreement import both, require_agreement
from tests.shared_data import ENGLAND, needs_shared
from wellrun.demo.open import open_site
from wellrun.jobs.site import load_site
from wellrun.lib import clock
from wellrun.strategy.queries import active_plan

pytestmark = [pytest.mark.integration, pytest.mark.shared, pytest.mark.django_db, needs_shared]


def test_the_file_says_what_the_site_says(tmp_path: Path) -> None:
    site, files = open_site(ENGLAND)
    with clock.frozen(site.clock):
        load_site(site=site, folder=ENGLAND, files=files, demo=site.key)
        plan = active_plan()
        assert plan is not None
        file, live = both(plan, tmp_path)
    require_agreement(file, live)
    assert len(file.found) >= 10, "it has something to say"
