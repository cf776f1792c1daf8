"""Which objectives would serve one another in a circle; in time that grows with what is said, and not with its square.

A plan file comes from outside: a long chain in it must not keep a machine busy for hours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping


def first_of_circles(above: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """By each circle of more than one its first key; `above`: what each key serves."""
    ways = {key: [one for one in served if one in above] for key, served in above.items()}
    back: dict[str, list[str]] = defaultdict(list)
    for key, served in ways.items():
        for one in served:
            back[one].append(key)
    seen: set[str] = set()
    latest_first = reversed([one for key in ways for one in _finished(key, ways, seen)])
    taken: set[str] = set()
    groups = [list(_finished(key, back, taken)) for key in latest_first]
    return frozenset(min(group) for group in groups if len(group) > 1)


def _finished(start: str, ways: Mapping[str, list[str]], seen: set[str]) -> Iterator[str]:
    """All that is reached from `start` and was not seen yet, each after what is reached from it."""
    if start in seen:
        return
    seen.add(start)
    path = [(start, iter(ways.get(start, ())))]
    while path:
        _key, left = path[-1]
        after = next((one for one in left if one not in seen), None)
        if after is None:
            yield path.pop()[0]
        else:
            seen.add(after)
            path.append((after, iter(ways.get(after, ()))))
