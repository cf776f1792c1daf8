"""CSV text as a table of text columns, parsed by Arrow in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from wellrun.tables.errors import SHOWN, FileError, RowError, TableErrors
from wellrun.tables.formats.blank_lines import MANY, pairs_of_ends, without_blank_lines
from wellrun.tables.formats.delimiter import header_and_delimiter
from wellrun.tables.formats.encoding import as_utf8
from wellrun.tables.limits import MEGABYTE, Limits
from wellrun.tables.table import Table, drop_blank_rows

# A row may not be longer than a block; larger blocks also save the threads some talk.
_BLOCK = 8 * MEGABYTE
# Each costs a microsecond; nobody counts further, and a file may be made of nothing else.
_MOST_REASONS = 100_000


@dataclass(frozen=True, slots=True)
class _Text:
    """CSV from its header on; `header_at` is the row in the file where a person sees that header.

    `places`: of each line, its number among all that there were, where blank ones were taken out.
    """

    file: str
    body: bytes
    header_at: int
    headers: tuple[str, ...]
    delimiter: str
    places: NDArray[np.int64] | None = None

    def row(self, number: int) -> int:
        """The row in the file of the line `number` of `body`, whose header is 0. Blank lines taken out still count."""
        place = number if self.places is None else int(self.places[min(number, self.places.size - 1)])
        return self.header_at + place

    @property
    def odd_quotes(self) -> bool:
        return bool(self.body.count(b'"') % 2)


def read_csv(data: bytes, file: str, limits: Limits) -> Table:
    """The table in CSV `data`: every cell as text, empty = null, blank rows left out but counted.

    Raises FileError for what is no CSV, TableErrors for rows with too few or too many cells.
    """
    whole, notes = as_utf8(data, file)
    n_lines = max(whole.count(b"\n"), whole.count(b"\r"))
    _check_size(n_lines, 1, file, limits)
    body = whole.lstrip(b"\r\n")
    above = whole[: len(whole) - len(body)].decode()
    if len(body) < _BLOCK and not body.endswith((b"\n", b"\r")):
        # Arrow takes a header that ends with the file for one that is cut off.
        body += b"\n"
    headers, delimiter = header_and_delimiter(body, file, limits)
    _check_size(n_lines, len(headers), file, limits)
    squeezed = without_blank_lines(body)
    if pairs_of_ends(squeezed.body) > MANY:
        raise _unclear(file)
    text = _Text(file, squeezed.body, 1 + len(above.splitlines()), headers, delimiter, squeezed.places)
    try:
        parsed = _parse(text)
    except pa.ArrowInvalid:
        # Only the way that says why is slow, and only a broken file pays for it.
        raise _reasons(text) from None
    columns = tuple(parsed.columns)
    rows = _rows(text, parsed.num_rows)
    if text.odd_quotes and _runs_on(columns):
        raise _unclosed(file, int(rows[-1]))
    return drop_blank_rows(Table(file, headers, columns, rows, notes, escaped=True))


def _rows(text: _Text, n_rows: int) -> NDArray[np.int64]:
    """(N,) the row in the file of each row below the header."""
    if text.places is None:
        return np.arange(n_rows, dtype=np.int64) + text.header_at + 1
    if text.places.size < n_rows + 1:
        raise _unclear(text.file)
    return text.places[1 : n_rows + 1] + text.header_at


def _unclear(file: str) -> FileError:
    sentence = "it has very many blank lines, and quotation marks that open nothing: take the blank lines out"
    return FileError("blank_lines_unclear", file, sentence)


def _check_size(n_lines: int, n_columns: int, file: str, limits: Limits) -> None:
    """Blank lines cost a byte in the file and four a column in memory."""
    if n_lines > limits.rows:
        raise FileError("too_many_rows", file, f"the file has more than {limits.rows:,} rows: split it")
    if n_lines * n_columns > limits.cells:
        sentence = f"the file has {n_lines:,} rows of {n_columns:,} columns: split it"
        raise FileError("too_many_cells", file, sentence)


def _parse(text: _Text, **parse: Any) -> pa.Table:
    names = [str(column) for column in range(len(text.headers))]
    return arrow_csv.read_csv(
        pa.BufferReader(text.body),
        read_options=arrow_csv.ReadOptions(
            column_names=names, skip_rows_after_names=1, block_size=_BLOCK, use_threads=not parse
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=text.delimiter, newlines_in_values=b'"' in text.body, ignore_empty_lines=False, **parse
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types={name: pa.string() for name in names}, null_values=[""], strings_can_be_null=True
        ),
    )


def _reasons(text: _Text) -> FileError | TableErrors:
    """Why Arrow refused the text: rows of another width, by number, or one row that never ends."""
    errors: list[RowError] = []
    total, last = 0, ""

    def note(row: Any) -> str:
        nonlocal total, last
        total, last = total + 1, row.text
        if total > _MOST_REASONS:
            return "error"
        if len(errors) < SHOWN:
            at = text.row(int(row.number) - 1)
            errors.append(RowError(at, "", _width_sentence(row.actual_columns, len(text.headers))))
        return "skip"

    try:
        parsed = _parse(text, invalid_row_handler=note)
    except pa.ArrowInvalid:
        if total > _MOST_REASONS:
            return TableErrors(text.file, errors, total)
        if text.odd_quotes:
            return FileError("quote_unclosed", text.file, "a quotation mark is opened and never closed")
        size = _BLOCK // MEGABYTE
        return FileError("row_too_long", text.file, f"a row is longer than {size} MB: is this a table?")
    swallowed = "\n" in last and text.body.rstrip().endswith(last.rstrip().encode())
    if text.odd_quotes and (swallowed or _runs_on(tuple(parsed.columns))):
        return _unclosed(text.file, text.row(parsed.num_rows + total))
    return TableErrors(text.file, errors, total)


def _width_sentence(found: int, wanted: int) -> str:
    cells = "1 cell" if found == 1 else f"{found:,} cells"
    return f"{cells}, but the header has {wanted:,}"


def _runs_on(columns: tuple[pa.ChunkedArray, ...]) -> bool:
    """Whether the last row holds a line break: with an odd number of quotation marks it swallowed the rest."""
    return any("\n" in (column[-1].as_py() or "") for column in columns if len(column))


def _unclosed(file: str, row: int) -> TableErrors:
    return TableErrors(file, [RowError(row, "", "a quotation mark is opened here and never closed")], 1)
