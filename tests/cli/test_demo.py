"""The demo keeps away from a folder that holds a site of its own."""

from pathlib import Path
from typing import Any

import pytest

from wellrun.cli.demo import _load
from wellrun.lib.errors import UserError
from wellrun.organisation.models import SiteSetting


@pytest.mark.django_db
@pytest.mark.parametrize("data", ["", "figures"])
def test_a_folder_with_a_site_of_its_own_is_refused_before_anything_is_written(
    settings: Any, tmp_path: Path, data: str
) -> None:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    SiteSetting.objects.update_or_create(pk=1, defaults={"name": "Our hospital", "demo": ""})
    with pytest.raises(UserError) as refusal:
        _load(str(tmp_path / data) if data else "")
    assert refusal.value.code == "home_holds_a_site"
    assert list(settings.HOME.iterdir()) == []
