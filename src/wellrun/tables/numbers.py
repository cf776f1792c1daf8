"""Numbers as people write them, or a sentence that says why not."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wellrun.tables.cells import Cells, mask

Floats = NDArray[np.float64]
Percent = Literal["refuse", "divide"]

_SIGN = r"^[+-]?"
_PLAIN = _SIGN + r"(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
# 1 234 567,8 or 1'234.5: a blank or an apostrophe is never a decimal mark.
_BLANK_GROUPS = _SIGN + r"\d{1,3}([ \x{00a0}\x{2009}\x{202f}'’]\d{3})+([.,]\d+)?$"
# 1,234.5 and 1,234,567 show that the comma groups thousands.
_COMMA_GROUPS = _SIGN + r"\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})$"
# 1.234,5 and 1.234.567 show that the dot does.
_DOT_GROUPS = _SIGN + r"\d{1,3}((\.\d{3})+,\d+|(\.\d{3}){2,})$"
_DECIMAL_COMMA = _SIGN + r"\d*,\d+([eE][+-]?\d+)?$"
# 1,234 may be either; 0,123 may not, because no number of thousands starts with 0.
_EITHER_COMMA = _SIGN + r"[1-9]\d{0,2},\d{3}$"
_EITHER_DOT = _SIGN + r"[1-9]\d{0,2}\.\d{3}$"


def numbers(cells: Cells, percent: Percent = "refuse") -> Floats:
    """(N,) float64, NaN = missing. Cells that are no number are refused by row.

    Decimal commas and grouped thousands are understood where the cell or its column leaves no doubt.
    With `percent` "divide", a percent sign divides by 100, in every cell of the column or in none.
    """
    kind = cells.data.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _finite(cells, cells.data.cast(pa.float64()))
    if pa.types.is_null(kind):
        return np.full(cells.rows.size, np.nan)
    if not cells.is_text:
        cells.refuse_all(f"holds {kind}, not numbers")
        return np.full(cells.rows.size, np.nan)
    try:
        return _finite(cells, cells.data.cast(pa.float64()))
    except pa.ArrowInvalid:
        return _understand(cells, percent)


def _finite(cells: Cells, data: pa.ChunkedArray) -> Floats:
    """Typed numbers to NumPy; what reads as not a number or infinite was no missing cell and is refused."""
    found = np.asarray(pc.fill_null(data, np.nan) if data.null_count else data, dtype=np.float64)
    if cells.is_text:
        written = np.isnan(found) & ~np.asarray(data.is_null())
        cells.refuse(written, _not_a_number)
    cells.refuse(np.isinf(found), lambda cell: f"{cell} is too large to be a number here")
    return found


def _understand(cells: Cells, percent: Percent) -> Floats:
    """The slow way: each style of writing in turn, over the whole column at once."""
    text = pc.replace_substring(cells.trimmed(), "−", "-")
    share = percent == "divide" and bool(_matches(text, r"%$").any())
    text = _without_signs(cells, text) if share else text
    text = _ungroup(text, _BLANK_GROUPS, r"[ \x{00a0}\x{2009}\x{202f}'’]")
    comma_groups = _matches(text, _COMMA_GROUPS)
    dot_groups = _matches(text, _DOT_GROUPS)
    either = _matches(text, _EITHER_COMMA)
    decimal_comma = _matches(text, _DECIMAL_COMMA) & ~either
    comma_is_decimal = bool((decimal_comma | dot_groups).any())
    comma_is_group = bool(comma_groups.any())
    doubtful = either if comma_is_decimal == comma_is_group else np.zeros_like(either)
    if comma_is_decimal:
        doubtful |= _matches(text, _EITHER_DOT)
    grouped = comma_groups | (either & ~doubtful & comma_is_group)
    text = _replace_where(text, grouped, ",", "")
    text = _replace_where(text, dot_groups, ".", "")
    text = _replace_where(text, ~grouped & ~doubtful, ",", ".")
    good = _matches(text, _PLAIN)
    cells.refuse(doubtful, _in_doubt)
    bad = ~good & ~doubtful & ~np.asarray(text.is_null())
    signed = bad & mask(pc.match_substring(cells.data, "%"))
    cells.refuse(signed, lambda cell: f"{cell} has a percent sign: write a proportion between 0 and 1")
    cells.refuse(bad & ~signed, _not_a_number)
    known = pc.if_else(pa.array(good & ~doubtful), text, pa.scalar(None, text.type))
    found = _finite(cells, known.cast(pa.float64()))
    return found / 100 if share else found


def _without_signs(cells: Cells, text: pa.ChunkedArray) -> pa.ChunkedArray:
    """The text without its percent signs; a cell that has none beside others that do is refused."""
    without = ~_matches(text, r"%$") & ~np.asarray(text.is_null())
    cells.refuse(without, lambda cell: f"{cell} has no percent sign, but other cells of the column have one")
    kept = pc.if_else(pa.array(without), pa.scalar(None, text.type), text)
    return pc.replace_substring_regex(kept, r"\s*%$", "")


def _ungroup(text: pa.ChunkedArray, pattern: str, separators: str) -> pa.ChunkedArray:
    where = _matches(text, pattern)
    return text if not where.any() else _replace_where(text, where, separators, "", regex=True)


def _replace_where(
    text: pa.ChunkedArray, where: NDArray[np.bool_], old: str, new: str, regex: bool = False
) -> pa.ChunkedArray:
    replace = pc.replace_substring_regex if regex else pc.replace_substring
    return pc.if_else(pa.array(where), replace(text, old, new), text)


def _matches(text: pa.ChunkedArray, pattern: str) -> NDArray[np.bool_]:
    return mask(pc.match_substring_regex(text, pattern))


def _in_doubt(cell: str) -> str:
    return f"{cell} may mean thousands or decimals: write it with a decimal point and no separator"


def _not_a_number(cell: str) -> str:
    return f"{cell} is not a number; leave the cell empty where there is none"
