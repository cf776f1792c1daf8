"""Who serves itself: circles among what serves what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def in_circles(parents: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The objectives that serve themselves by a way of any length."""
    left = _on_ways_between_circles(parents)
    return frozenset(key for key in left if _comes_back(key, left))


def _on_ways_between_circles(parents: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """What is left when those that serve nothing left are taken away, over and over: as a rule, nothing."""
    left = {key: set(above) for key, above in parents.items()}
    below: dict[str, list[str]] = {}
    for key, above in left.items():
        for parent in above:
            below.setdefault(parent, []).append(key)
    waiting = [key for key in {*left, *below} if not left.get(key)]
    while waiting:
        done = waiting.pop()
        left.pop(done, None)
        for key in below.get(done, ()):
            if key in left:
                left[key].discard(done)
                if not left[key]:
                    waiting.append(key)
    return left


def _comes_back(start: str, parents: Mapping[str, Iterable[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(parents[start])
    while waiting:
        key = waiting.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            waiting.extend(parents.get(key, ()))
    return False
