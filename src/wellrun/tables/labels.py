"""A text column as codes into its distinct names: what a million rows repeat is held once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """`names[codes[i]]` is the text of row i; names are distinct and sorted, every name is used."""

    codes: Codes
    names: tuple[str, ...]

    @classmethod
    def constant(cls, name: str, n_rows: int) -> Labels:
        """The same name in every row."""
        return cls(np.zeros(n_rows, dtype=np.int64), (name,) if n_rows else ())

    def text(self) -> NDArray[np.object_]:
        """(N,) the names row by row."""
        return np.array(self.names, dtype=object)[self.codes]
