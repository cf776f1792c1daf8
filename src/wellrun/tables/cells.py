"""Shared reading of one column: its text, its missing cells, and refusing some of its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wellrun.tables.errors import SHOWN, RowError, RowErrors
from wellrun.tables.table import RowNumbers, Table

Mask = NDArray[np.bool_]

# How R writes a missing value; everything else that is not empty must be understood.
MISSING = ("", "NA")


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One column with what is needed to refuse its cells by row and column."""

    header: str
    data: pa.ChunkedArray
    rows: RowNumbers
    errors: RowErrors
    escaped: bool = False

    @classmethod
    def of(cls, table: Table, index: int, errors: RowErrors, *, coded: bool = False) -> Cells:
        """The column at `index` of `table`; its faults count from now on. `coded`: text may stay codes into its names,
        which spares millions of copies of the same few.
        """
        header = table.headers[index]
        faults = [fault for fault in table.faults if fault.column == header]
        errors.extend(faults[:SHOWN], len(faults))
        data = table.columns[index]
        if pa.types.is_dictionary(data.type) and not (coded and pa.types.is_string(data.type.value_type)):
            data = data.cast(data.type.value_type)
        return cls(header, data, table.rows, errors, table.escaped)

    @property
    def is_text(self) -> bool:
        return bool(pa.types.is_string(self.data.type) or pa.types.is_large_string(self.data.type))

    def refuse(self, where: Mask, sentence: str | Callable[[str], str]) -> None:
        """Refuse the rows of `where`; a sentence that is a function is given the cell as it is written."""
        self.refuse_places(where, lambda place: self._say(place, sentence))

    def refuse_places(self, where: Mask, sentence: Callable[[int], str]) -> None:
        """Refuse the rows of `where`; the sentence is given the place of the row, counted from 0."""
        places = np.flatnonzero(where)
        shown = [RowError(int(self.rows[place]), self.header, sentence(int(place))) for place in places[:SHOWN]]
        self.errors.extend(shown, int(places.size))

    def refuse_all(self, sentence: str) -> None:
        """Refuse the column as a whole, in its first row."""
        self.errors.add(int(self.rows[0]), self.header, sentence)

    def trimmed(self) -> pa.ChunkedArray:
        """Text without blanks around it, null where missing."""
        text = pc.utf8_trim_whitespace(self.data)
        missing = pc.is_in(text, value_set=pa.array(MISSING, text.type))
        return pc.if_else(missing, pa.scalar(None, text.type), text)

    def _say(self, place: int, sentence: str | Callable[[str], str]) -> str:
        if isinstance(sentence, str):
            return sentence
        return sentence(quoted(self.data[place].as_py()))


def quoted(cell: object) -> str:
    """A cell for a sentence: in quotation marks, on one line, not longer than 40 characters."""
    text = " ".join(str(cell).split())
    printable = "".join(letter for letter in text if letter.isprintable())
    return f'"{printable[:37]}..."' if len(printable) > 40 else f'"{printable}"'


def mask(condition: pa.ChunkedArray) -> Mask:
    """An Arrow condition as a NumPy mask; null is False."""
    return np.asarray(pc.fill_null(condition, False))
