"""A specification is a frozen value that round-trips with YAML."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from wellrun.demo.site import MeasureSpec
from wellrun.lib.errors import UserError
from wellrun.lib.plain import from_plain, read_yaml, to_plain, write_yaml
from wellrun.plans.specs import ObjectiveSpec, TargetSpec


def test_a_field_at_its_default_is_left_out() -> None:
    target = TargetSpec(measure="ed_4h", unit="a", source="Plan.", value=0.78, by=date(2026, 3, 31))

    assert to_plain(target) == {
        "measure": "ed_4h",
        "unit": "a",
        "source": "Plan.",
        "value": 0.78,
        "by": date(2026, 3, 31),
    }


def test_a_whole_number_may_stand_for_a_real_one_and_nothing_else_is_bent() -> None:
    base = {"measure": "m", "unit": "u", "source": "s"}

    assert from_plain(TargetSpec, {**base, "value": 1}).value == 1.0
    with pytest.raises(UserError, match=r"value: '0\.78' is not a number"):
        from_plain(TargetSpec, {**base, "value": "0.78"})
    with pytest.raises(UserError, match="cascade: 1 is not true or false"):
        from_plain(TargetSpec, {**base, "cascade": 1})
    with pytest.raises(UserError, match="a date without a time"):
        from_plain(TargetSpec, {**base, "by": datetime(2026, 3, 31, tzinfo=UTC)})


def test_a_field_that_is_not_known_is_refused_by_name() -> None:
    with pytest.raises(UserError, match=r"plan\.yaml: the field 'goal' is not known"):
        from_plain(ObjectiveSpec, {"key": "a", "goal": "b"}, "plan.yaml")


def test_a_field_that_is_missing_is_refused_by_name() -> None:
    with pytest.raises(UserError, match="the field 'numerator' is missing"):
        from_plain(MeasureSpec, {"key": "a", "name": "b", "domain": "c", "definition": "d"})


def test_a_wrong_field_deep_inside_is_named_with_its_place() -> None:
    good = {
        "key": "a",
        "domain": "d",
        "title": "t",
        "unit": "u",
        "level": "team",
        "rank": 1,
        "sponsor": "s",
        "owner": "o",
    }

    with pytest.raises(UserError, match=r"plan\.measures\[1\]\.role: 3 is not a text"):
        from_plain(
            ObjectiveSpec,
            {**good, "measures": [{"measure": "m", "role": "lag"}, {"measure": "n", "role": 3}]},
            "plan",
        )


def test_a_list_that_is_no_list_is_refused() -> None:
    with pytest.raises(UserError, match="a list is needed"):
        from_plain(MeasureSpec, {**to_plain(_measure()), "exclusions": "none"})


def test_a_moment_keeps_its_zone(tmp_path: Path) -> None:
    path = tmp_path / "moment.yaml"
    moment = datetime.fromisoformat("2025-10-14T09:00:00+01:00")

    write_yaml(path, {"clock": moment})

    assert read_yaml(path)["clock"] == moment
    assert read_yaml(path)["clock"].utcoffset() == moment.utcoffset()


def test_yaml_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("key: [1, 2")

    with pytest.raises(UserError, match=r"broken\.yaml is not valid YAML"):
        read_yaml(tmp_path / "broken.yaml")
    with pytest.raises(UserError, match=r"absent\.yaml is not in"):
        read_yaml(tmp_path / "absent.yaml")


def test_yaml_cannot_make_objects(tmp_path: Path) -> None:
    (tmp_path / "evil.yaml").write_text("!!python/object/apply:os.getcwd []")

    with pytest.raises(UserError, match="is not valid YAML"):
        read_yaml(tmp_path / "evil.yaml")


def test_a_day_in_quotes_is_told_to_stand_without_them() -> None:
    with pytest.raises(UserError, match="'2026-04-01' is not a date like 2026-04-01: leave the quotes out"):
        from_plain(_Dated, {"on": "2026-04-01"})


@dataclass(frozen=True)
class _Dated:
    on: date


def _measure() -> MeasureSpec:
    return MeasureSpec(key="m", name="M", domain="workforce", definition="D.", numerator="N")
