"""What several places have alike, written once and made out for each: posts, objectives, forums."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from wellrun.lib.plain import Plain, from_plain

T = TypeVar("T")


def made_out(kind: type[T], section: str, templates: Plain) -> Iterator[T]:
    """The entries of a section for every place, in the order of the places.

    `templates` names the places, with the words that stand for each and its groups, and what each group has.
    """
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
