"""What several places have alike, written once and made out for each: posts, objectives, forums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from wellrun.lib.plain import Plain, from_plain
from wellrun.demo.read import Parts
from wellrun.plans.specs import ForumSpec, ObjectiveSpec, PostSpec

T = TypeVar("T")


def make_out(parts: Parts, templates: Plain) -> Parts:
    """`parts` with the posts, objectives and forums of every place added, in the order of the places.

    `templates` names the places, with the words that stand for each and its groups, and what each group has.
    """
    return replace(
        parts,
        posts=(*parts.posts, *_made_out(PostSpec, "posts", templates)),
        plan=replace(
            parts.plan,
            objectives=(*parts.plan.objectives, *_made_out(ObjectiveSpec, "objectives", templates)),
        ),
        forums=(*parts.forums, *_made_out(ForumSpec, "forums", templates)),
    )


def _made_out(kind: type[T], section: str, templates: Plain) -> Iterator[T]:
    for place in templates["places"]:
        words = {name: place[name] for name in ("unit", "short", "slug")}
        for group in place["groups"]:
            for template in templates["groups"][group].get(section, []):
                yield from_plain(kind, _fill(template, words), f"places.yaml {group}.{section}")


def _fill(template: Plain, words: dict[str, str]) -> Plain:
    if isinstance(template, str):
        return template.format(**words)
    if isinstance(template, list):
        return [_fill(item, words) for item in template]
    if isinstance(template, dict):
        return {name: _fill(item, words) for name, item in template.items()}
    return template
