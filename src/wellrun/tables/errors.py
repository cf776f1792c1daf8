"""What is wrong with a table, by row and column, as lines a person can act on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from wellrun.lib.errors import UserError

SHOWN = 50


@dataclass(frozen=True, slots=True, order=True)
class RowError:
    """One refusal: the row as a person sees it in the file (the header is row 1), the header, why."""

    row: int
    column: str
    sentence: str

    def line(self, file: str) -> str:
        """`FILE, row 17, column denominator: 0 is not allowed: a rate needs cases`."""
        where = f", column {self.column}" if self.column else ""
        return f"{file}, row {self.row}{where}: {self.sentence}"


class FileError(UserError):
    """The file as a whole cannot be read; the sentence starts with its name."""

    def __init__(self, code: str, file: str, sentence: str, **params: Any) -> None:
        super().__init__(code, f"{file}: {sentence}", file=file, **params)


class TableErrors(UserError):
    """Rows that cannot be taken: `errors` holds the first `SHOWN` in file order, `total` counts all.

    `lines` are the sentences in full; `sentence` is the first of them, with the count of the others.
    """

    def __init__(self, file: str, errors: Sequence[RowError], total: int) -> None:
        self.file = file
        self.errors = tuple(sorted(errors)[:SHOWN])
        self.total = total
        self.lines = tuple(error.line(file) for error in self.errors)
        others = f" (and {total - 1:,} more)" if total > 1 else ""
        super().__init__("rows_refused", self.lines[0] + others, file=file, lines=self.lines, total=total)


class RowErrors:
    """Gathers refusals over one reading, then raises them together."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._kept: list[RowError] = []
        self._total = 0

    def __len__(self) -> int:
        return self._total

    def add(self, row: int, column: str, sentence: str) -> None:
        """One refusal."""
        self.extend([RowError(row, column, sentence)], 1)

    def extend(self, errors: Iterable[RowError], total: int) -> None:
        """The first few of `total` refusals of one kind, in file order."""
        self._kept.extend(errors)
        self._total += total

    def raise_any(self) -> None:
        """Raise TableErrors when there is at least one."""
        if self._total:
            raise TableErrors(self.file, self._kept, self._total)
