"""The measure library as one frozen value: measures, influence links and trade-offs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from wellrun.lib.errors import NotFound, UserError
from wellrun.library.definition import LinkSpec, MeasureSpec, TradeOffSpec
from wellrun.library.folder import LINKS, MEASURES, TRADE_OFFS
from wellrun.library.reading import read_links, read_measure, read_trade_offs, wrong


@dataclass(frozen=True)
class Library:
    """All of it: measures in order of their key, links and trade-offs in order of their file."""

    measures: tuple[MeasureSpec, ...]
    links: tuple[LinkSpec, ...]
    trade_offs: tuple[TradeOffSpec, ...]
    _by_name: Mapping[str, MeasureSpec] = field(repr=False, compare=False, default_factory=dict)

    def get(self, name: str) -> MeasureSpec:
        """The measure with that library id or key; raises `library_measure_unknown`."""
        if name not in self._by_name:
            raise NotFound("library_measure_unknown", f"The library has no measure “{name}”.", measure=name)
        return self._by_name[name]

    def find(self, name: str) -> MeasureSpec | None:
        """The measure with that library id or key, where there is one."""
        return self._by_name.get(name)

    def links_of(self, library_id: str) -> tuple[LinkSpec, ...]:
        """The links in which a measure leads or lags."""
        return tuple(link for link in self.links if library_id in (link.lead, link.lag))

    def trade_offs_of(self, library_id: str) -> tuple[TradeOffSpec, ...]:
        """The trade-offs in which a measure is pushed or guards."""
        return tuple(trade for trade in self.trade_offs if library_id in (trade.push, trade.guard))


def read_library(measures: Path, links: Path, trade_offs: Path) -> Library:
    """The library in a folder of measures and two files; raises as `read_measure`, and for a link into nowhere.

    A definition without a tier is somebody's own and no part of the library.
    """
    specs = tuple(spec for spec in map(read_measure, sorted(measures.glob("*.yaml"))) if spec.tier)
    by_id = {spec.library_id: spec for spec in specs}
    if len(by_id) < len(specs):
        twice = next(spec.library_id for spec in specs if by_id[spec.library_id] is not spec)
        raise UserError("library_id_twice", f"Two measures of the library bear the id {twice!r}.")
    found_links, found_trades = read_links(links), read_trade_offs(trade_offs)
    known = frozenset(by_id)
    _lead_somewhere(links.name, "links", ((link.id, link.lead, link.lag) for link in found_links), known)
    _lead_somewhere(
        trade_offs.name, "trade_offs", ((trade.id, trade.push, trade.guard) for trade in found_trades), known
    )
    names = {spec.key: spec for spec in specs} | by_id
    return Library(specs, found_links, found_trades, names)


@cache
def library() -> Library:
    """The library that comes with Wellrun, read and held against its rules once a process."""
    return read_library(MEASURES, LINKS, TRADE_OFFS)


def _lead_somewhere(file: str, head: str, entries: Iterable[tuple[str, str, str]], known: frozenset[str]) -> None:
    for entry, *ends in entries:
        for end in ends:
            if end not in known:
                raise wrong(file, 1, f"{head} {entry}", f"the library has no measure {end!r}")
