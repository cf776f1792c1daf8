"""What every trust of the enterprise has, written once and made out for each: posts, objectives, forums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from wellrun.demo.plain import Plain, from_plain
from wellrun.demo.read import Parts
from wellrun.demo.site import ForumSpec, ObjectiveSpec, PostSpec

T = TypeVar("T")


def expand_trusts(parts: Parts, templates: Plain) -> Parts:
    """`parts` with the posts, objectives and forums of each trust added, in the order of the trusts."""
    posts = _made_out(PostSpec, "posts", templates)
    objectives = _made_out(ObjectiveSpec, "objectives", templates)
    forums = _made_out(ForumSpec, "forums", templates)
    return replace(
        parts,
        posts=(*parts.posts, *posts),
        plan=replace(parts.plan, objectives=(*parts.plan.objectives, *objectives)),
        forums=(*parts.forums, *forums),
    )


def _made_out(kind: type[T], section: str, templates: Plain) -> Iterator[T]:
    for trust in templates["trusts"]:
        own = "with_departments" if trust["departments"] else "without_departments"
        words = {name: trust[name] for name in ("unit", "short", "slug")}
        for group in (own, "every_trust"):
            for template in templates[group].get(section, []):
                yield from_plain(kind, _fill(template, words), f"trusts.yaml {group}.{section}")


def _fill(template: Plain, words: dict[str, str]) -> Plain:
    if isinstance(template, str):
        return template.format(**words)
    if isinstance(template, list):
        return [_fill(item, words) for item in template]
    if isinstance(template, dict):
        return {name: _fill(item, words) for name, item in template.items()}
    return template
