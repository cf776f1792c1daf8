"""What several places have alike is written once."""

from datetime import date
from typing import Any

from wellrun.plans.places import made_out, with_what_places_add
from wellrun.plans.read import plan_of
from wellrun.plans.specs import TargetSpec

PLACES: dict[str, Any] = {
    "places": [
        {"unit": "north", "short": "North", "slug": "n", "groups": ["site"], "before": 0.7},
        {"unit": "south", "short": "South", "slug": "s", "groups": ["site"], "before": 0.6},
    ],
    "groups": {
        "site": {
            "targets": [{"measure": "ed_4h", "unit": "{unit}", "value": 0.78, "baseline": "{before}"}],
            "waivers": [
                {
                    "rule": "OBJ-02",
                    "subject": "waits-{slug}",
                    "reason": "Nothing moves earlier in {short}.",
                    "post": "chief-{slug}",
                    "expires": date(2026, 12, 31),
                }
            ],
        }
    },
}


def test_a_figure_of_a_place_stays_a_number() -> None:
    made = made_out(TargetSpec, "targets", PLACES)
    assert [(one.unit, one.value, one.baseline) for one in made] == [("north", 0.78, 0.7), ("south", 0.78, 0.6)]


def test_a_waiver_is_made_out_for_each_place() -> None:
    plan = plan_of("plan: {key: p, name: P, starts: 2026-01-01, ends: 2026-12-31}", "plan.yaml").plan
    waivers = with_what_places_add(plan, PLACES).waivers
    assert [(one.subject, one.post) for one in waivers] == [("waits-n", "chief-n"), ("waits-s", "chief-s")]
    assert waivers[0].reason == "Nothing moves earlier in North."
