"""What several places have alike, made out for each: posts, objectives, waivers, actions in hand, aims, forums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from wellrun.lib.plain import Plain, from_plain
from wellrun.plans.specs import ActionSpec, ObjectiveSpec, PlanSpec, WaiverSpec

T = TypeVar("T")


def made_out(kind: type[T], section: str, templates: Plain) -> Iterator[T]:
    """The entries of a section for every place, in the order of the places.

    `templates` names the places, with the words that stand for each and its groups, and what each group has.
    """
    for place in templates["places"]:
        words = {name: word for name, word in place.items() if name != "groups"}
        for group in place["groups"]:
            for template in templates["groups"][group].get(section, []):
                yield from_plain(kind, _fill(template, words), f"places.yaml {group}.{section}")


def with_what_places_add(plan: PlanSpec, templates: Plain) -> PlanSpec:
    """The plan with the objectives, waivers and actions in hand of every place."""
    objectives = (*plan.objectives, *made_out(ObjectiveSpec, "objectives", templates))
    waivers = (*plan.waivers, *made_out(WaiverSpec, "waivers", templates))
    actions = (*plan.actions, *made_out(ActionSpec, "actions", templates))
    return replace(plan, objectives=objectives, waivers=waivers, actions=actions)


def _fill(template: Plain, words: dict[str, Plain]) -> Plain:
    if isinstance(template, str):
        # A word that stands alone keeps its kind: a figure of the place stays a number.
        return words[template[1:-1]] if template[1:-1] in words else template.format(**words)
    if isinstance(template, list):
        return [_fill(item, words) for item in template]
    if isinstance(template, dict):
        return {name: _fill(item, words) for name, item in template.items()}
    return template
