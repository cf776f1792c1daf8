"""A text column as codes into its distinct names: what a million rows repeat is held once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wellrun.analytics.days import pieces
from wellrun.tables.cells import Cells
from wellrun.tables.formats.formulas import revived
from wellrun.tables.names import MOST_OFFERED, KnownNames, cleaned, sentence_of_unknown, sentence_of_unseen, unseen_in

Codes = NDArray[np.int64]

LONGEST = 200


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """`names[codes[i]]` is the text of row i; names are distinct and sorted, every name is used."""

    codes: Codes
    names: tuple[str, ...]

    @classmethod
    def constant(cls, name: str, n_rows: int) -> Labels:
        """The same name in every row."""
        return cls(np.broadcast_to(np.int64(0), n_rows), (name,) if n_rows else ())

    @classmethod
    def of(cls, codes: NDArray[np.integer], names: Sequence[str]) -> Labels:
        """Labels from codes into names that may repeat, lie in any order or be unused."""
        used = np.zeros(len(names), dtype=np.bool_)
        for piece in pieces(codes.size):
            used[codes[piece]] = True
        distinct = sorted({name for name, is_used in zip(names, used, strict=True) if is_used})
        place = {name: code for code, name in enumerate(distinct)}
        new = np.array([place.get(name, -1) for name in names], dtype=np.int64)
        return cls(_by_code(new, codes), tuple(distinct))

    def text(self) -> NDArray[np.object_]:
        """(N,) the names row by row."""
        return np.array(self.names, dtype=object)[self.codes]


def read_labels(cells: Cells, field: str, default: str | None = None) -> Labels:
    """The names in a column, trimmed. An empty cell is `default`, or is refused by row when that is None.

    A series is called as its file calls it; other names are compared with what is on record, so in them whatever
    cannot be seen is refused.
    """
    coded = _coded(cells).unify_dictionaries().combine_chunks()
    has_missing = bool(coded.indices.null_count)
    codes = np.asarray(pc.fill_null(coded.indices, -1) if has_missing else coded.indices)
    tidy = str.strip if field == "series" else cleaned
    names = [tidy(name) for name in coded.dictionary.to_pylist()]
    names = [revived(name) for name in names] if cells.escaped else names
    if field != "series":
        _refuse_unseen(cells, names, codes)
    if default is None and (has_missing or "" in names):
        empty = np.array([not name for name in names] + [True])[codes]
        cells.refuse(empty, f"the {field} is missing")
    if max(map(len, names), default=0) > LONGEST:
        long = np.array([len(name) > LONGEST for name in names] + [False])[codes]
        cells.refuse(long, f"the {field} is longer than {LONGEST} characters")
    names = [name or (default or "") for name in names] + [default or ""]
    return Labels.of(np.where(codes < 0, len(names) - 1, codes) if has_missing else codes, names)


def _by_code(answers: Codes, codes: NDArray[np.integer]) -> Codes:
    """(N,) `answers[codes]`."""
    found = np.empty(codes.size, dtype=answers.dtype)
    for piece in pieces(codes.size):
        found[piece] = answers[codes[piece]]
    return found


def refuse_unknown(cells: Cells, labels: Labels, field: str, known: KnownNames) -> None:
    """Refuse the rows whose name is not known; of the first few, the nearest name that is."""
    offered: dict[str, str | None] = {}

    def sentence(name: str) -> str:
        if name not in offered and len(offered) < MOST_OFFERED:
            offered[name] = known.nearest(name)
        return sentence_of_unknown(field, name, offered.get(name))

    strange = np.array([bool(name) and name not in known and not unseen_in(name) for name in labels.names] + [False])
    cells.refuse_places(strange[labels.codes], lambda row: sentence(labels.names[labels.codes[row]]))


def _refuse_unseen(cells: Cells, names: Sequence[str], codes: Codes) -> None:
    unseen = np.array([bool(unseen_in(name)) for name in names] + [False])
    if unseen.any():
        cells.refuse_places(unseen[codes], lambda row: sentence_of_unseen(names[codes[row]]))


def join_labels(parts: Sequence[Labels], n_rows: int) -> Labels:
    """One label a row from several, joined with "/". Raises ValueError when two combinations read the same."""
    if len(parts) == 1:
        return parts[0]
    keys = np.zeros(n_rows, dtype=np.int64)
    for part in parts:
        keys = keys * max(len(part.names), 1) + part.codes
    distinct, codes = np.unique(keys, return_inverse=True)
    names: list[str] = [""] * distinct.size
    for part in reversed(parts):
        distinct, places = np.divmod(distinct, max(len(part.names), 1))
        names = [f"{part.names[place]}/{name}" if name else part.names[place]
                 for place, name in zip(places.tolist(), names, strict=True)]  # fmt: skip
    if len(set(names)) < len(names):
        raise ValueError("two combinations of labels read the same")
    return Labels.of(codes.astype(np.int64), names)


def _coded(cells: Cells) -> pa.ChunkedArray:
    if pa.types.is_dictionary(cells.data.type):
        return cells.data
    return pc.dictionary_encode(_as_text(cells))


def _as_text(cells: Cells) -> pa.ChunkedArray:
    """The column as text; whole numbers lose the decimals a spreadsheet gives them (101.0 is `101`)."""
    kind = cells.data.type
    if cells.is_text:
        return cells.data
    if pa.types.is_floating(kind):
        whole = pc.equal(pc.round(cells.data), cells.data)
        if pc.all(pc.fill_null(whole, True)).as_py():
            return pc.round(cells.data).cast(pa.int64()).cast(pa.string())
    if pa.types.is_primitive(kind) or pa.types.is_null(kind):
        return cells.data.cast(pa.string())
    cells.refuse_all(f"holds {kind}, not names")
    return pa.chunked_array([pa.array(["?"] * len(cells.data))])
