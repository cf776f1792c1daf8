"""When what stands before a forum came before it, told backwards from what stands there now by what the log says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple


class Told(NamedTuple):
    """An event of a forum's agenda: `add_forum`, `amend_forum`, `put_before_forum` or `take_off_forum`."""

    verb: str
    at: datetime
    data: Mapping[str, Any]


class Stretch(NamedTuple):
    """From when until when something stood before a forum; None: from the first day, and until today.

    `is_known`: false where the log does not say what stood there then. `is_open`: it stands there today.
    """

    starts: datetime | None
    ends: datetime | None
    is_known: bool
    is_open: bool


def stretches(now: Iterable[str], newest_first: Iterable[Told], *, is_held: bool) -> Iterator[tuple[str, Stretch]]:
    """What stood before a forum ("measure KEY" or "domain KEY"), and when; the same may stand there several times.

    Before the forum was set up here, and before a change that does not say what it changed, what stood there is not
    known: all of today's may have. `is_held`: false for a forum that was given up.
    """
    there, until = set(now), dict.fromkeys(now)
    ever = set(there)
    for verb, at, data in newest_first:
        gone, come, is_told = _before(verb, data)
        if not is_told:
            yield from ((name, Stretch(at, until[name], True, _is_today(until[name], is_held))) for name in there)
            yield from ((name, Stretch(None, at, False, False)) for name in ever)
            return
        for name in gone & there:
            yield name, Stretch(at, until[name], True, _is_today(until[name], is_held))
        there = (there - gone) | come
        ever |= come
        until.update(dict.fromkeys(come, at))
    yield from ((name, Stretch(None, until[name], False, False)) for name in there)


def _before(verb: str, data: Mapping[str, Any]) -> tuple[set[str], set[str], bool]:
    """What an event brought and what it took away; whether it says so."""
    if verb == "put_before_forum":
        return {f"measure {data['measure']}"}, set(), True
    if verb == "take_off_forum":
        return set(), {f"measure {data['measure']}"}, True
    if verb == "amend_forum" and "brought" in data:
        return set(data["brought"]), set(data["let_go"]), True
    return set(), set(), False


def _is_today(until: datetime | None, is_held: bool) -> bool:
    return until is None and is_held
