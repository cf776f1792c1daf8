"""What the shared parts of a page are given: plain frozen values, built by presenters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """One of the few places of the navigation."""

    key: str
    label: str
    icon: str
    href: str
    count: int = 0
    count_label: str = ""


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit one may switch to; `depth` is how far below the first of the list it lies."""

    name: str
    href: str
    depth: int = 0
    current: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """All that surrounds a page: where one is, which unit, who is signed in, what the clock says."""

    here: str
    places: Sequence[Place]
    unit_name: str
    units: Sequence[UnitChoice]
    today: date
    search_href: str
    sign_out_href: str
    account_name: str
    account_initials: str
    account_roles: Sequence[str] = ()
    more_units: bool = False
    clock_stands: bool = False
    query: str = ""
    people_href: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to this page; the last has no address."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A link that looks like a button, and says what will happen."""

    label: str
    href: str
    main: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the same thing, at its own address."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A value in large type over the words that say what it is; also a key and value in a list."""

    label: str
    value: str
    href: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """One of a few choices, as a card."""

    value: str
    label: str
    hint: str = ""
    checked: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `kind` says what becomes of it on the phone.

    `name`, `value`, `state` make up the row; `more` goes below with its label; `extra` gives way.
    """

    label: str
    kind: str = "extra"
    numeric: bool = False
    hidden_label: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with a small line beneath it and, where it leads somewhere, an address."""

    text: str
    small: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells are in the order of its columns; a cell is a `Cell`, text or safe markup."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    caption: str = ""
    dense: bool = False

    def lines(self) -> list[list[tuple[Column, Cell | str]]]:
        """Each row's cells beside their columns."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in a long list."""

    number: int
    count: int
    previous_href: str = ""
    next_href: str = ""
    items: int | None = field(default=None)
