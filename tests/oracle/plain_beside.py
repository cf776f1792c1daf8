"""The plain twin of a watch beside fixed rules: firings that belong together, told apart by hand."""

from collections.abc import Iterator
from dataclasses import dataclass, field

QUIET = 7


@dataclass
class PlainSignal:
    """A signal: its first firing, the first one of the watch (-1 for none), and the chances told of it."""

    row: int
    side: int
    first: int
    at: int = -1
    chances: list[float] = field(default_factory=list)


def plain_beside(row: int, side: int, rules: str, watch: str, chance: list[float]) -> Iterator[PlainSignal]:
    """Point by point, as one would by hand.

    `O` and `o`: a rule fires high or low; `+` and `-`: the watch does; a space: there is no point.
    """
    opened, quiet = None, 0
    for at, (rule, early) in enumerate(zip(rules, watch, strict=True)):
        if rule == " ":
            continue
        by_rule, by_watch = rule == ("O" if side > 0 else "o"), early == ("+" if side > 0 else "-")
        if by_rule or by_watch:
            quiet = 0
            if opened is None:
                opened = PlainSignal(row, side, at)
                yield opened
            if by_watch:
                opened.at = at if opened.at < 0 else opened.at
                opened.chances.append(chance[at])
        elif opened is not None:
            quiet += 1
            opened = None if quiet == QUIET else opened
