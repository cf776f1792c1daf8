"""The header of a CSV file and what separates its cells."""

from __future__ import annotations

import csv
import io
import itertools

from wellrun.tables.errors import FileError
from wellrun.tables.limits import Limits

# Where two fit equally well the earlier wins: a comma is also a decimal mark, the others are deliberate.
CANDIDATES = (";", "\t", "|", ",")
_SAMPLE_ROWS = 25


def header_and_delimiter(data: bytes, file: str, limits: Limits) -> tuple[tuple[str, ...], str]:
    """The cells of the first row and the delimiter, from a sample of UTF-8 `data`.

    The delimiter is the one that cuts the first row into several cells and most other rows into as many.
    Raises FileError when the first row is blank, too long or too wide.
    """
    sample = data[: 4 * limits.header_characters + 4].decode("utf-8", errors="ignore")
    delimiter = _sniff(sample)
    header, length = _first_row(sample, delimiter)
    if length > limits.header_characters:
        sentence = f"the header is longer than {limits.header_characters:,} characters: is this a table?"
        raise FileError("header_too_long", file, sentence)
    if len(header) > limits.columns:
        sentence = f"the header has {len(header):,} columns; at most {limits.columns} are read"
        raise FileError("too_many_columns", file, sentence)
    if not any(header):
        raise FileError("header_blank", file, "row 1 is blank: the names of the columns belong there")
    return header, delimiter


def _first_row(sample: str, delimiter: str) -> tuple[tuple[str, ...], int]:
    """The trimmed cells of the first row and how many characters it took."""
    lines = io.StringIO(sample, newline="").readlines()
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        cells = next(reader, [])
    except csv.Error:
        # A cell beyond the csv module's own limit: the length speaks for it.
        return (), len(sample)
    return tuple(cell.strip() for cell in cells), sum(map(len, lines[: reader.line_num]))


def _sniff(sample: str) -> str:
    lines = io.StringIO(sample, newline="").readlines()
    # The last line of a cut sample may be half a row.
    whole = lines[:-1] if len(lines) > 1 else lines
    best, best_fit = ",", (0.0, 1)
    for candidate in CANDIDATES:
        widths = [len(row) for row in _rows(whole, candidate) if row]
        if not widths or widths[0] < 2:
            continue
        fit = (round(widths.count(widths[0]) / len(widths), 1), widths[0])
        if fit > best_fit:
            best, best_fit = candidate, fit
    return best


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(itertools.islice(csv.reader(lines, delimiter=delimiter), _SAMPLE_ROWS))
    except csv.Error:
        return []
