"""Which measures of the library somebody looks for."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.library.definition import MeasureSpec
from wellrun.library.shelf import Library
from wellrun.library.words import DOMAINS


@dataclass(frozen=True)
class Wish:
    """What is looked for; an empty field asks for nothing."""

    words: str = ""
    domain: str = ""
    setting: str = ""
    role: str = ""
    tier: str = ""
    cadence: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is looked for."""
        return self == Wish()


def search(library: Library, wish: Wish) -> list[MeasureSpec]:
    """The measures that meet every part of the wish, by domain and name; each word has to stand somewhere in them."""
    words = wish.words.casefold().split()
    found = [spec for spec in library.measures if _fits(spec, wish) and _holds(spec, words)]
    return sorted(found, key=lambda spec: (DOMAINS.index(spec.domain), spec.name.casefold()))


def _fits(spec: MeasureSpec, wish: Wish) -> bool:
    return (
        wish.domain in ("", spec.domain)
        and wish.setting in ("", *spec.settings)
        and wish.role in ("", spec.default_role)
        and wish.tier in ("", spec.tier)
        and wish.cadence in ("", spec.review_cadence)
    )


def _holds(spec: MeasureSpec, words: list[str]) -> bool:
    if not words:
        return True
    said = [spec.key, spec.library_id, spec.name, spec.definition, spec.numerator, spec.denominator, spec.source]
    said += [*spec.contributing_teams, *(f"{each.id} {each.steward}" for each in spec.standards)]
    text = " ".join(said).casefold()
    return all(word in text for word in words)
