"""What an import is given and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.models import QualityIssue, Receipt
from wellrun.tables.errors import RowError

SeriesIds = NDArray[np.int64]

# Called as progress(step, done, total): step is one of STEPS, done and total count rows of that step.
Progress = Callable[[str, int, int], None]
STEPS = ("check", "compare", "write", "roll_up")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The file an import came from, for its receipt. A push through the API has a name of its own."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True, eq=False)
class IngestResult:
    """What an import brought.

    `receipt`: the signed count of rows (saved). `changed_series_ids`: (C,) int64, rising, every series whose
    figures or phases changed, derived ones included; empty when nothing did. `warnings`: the first of the rows
    to look at; `receipt.warnings` counts all. `issues`: quality issues that this import raised.
    """

    receipt: Receipt
    changed_series_ids: SeriesIds
    warnings: tuple[RowError, ...]
    issues: tuple[QualityIssue, ...]

    @property
    def changed_nothing(self) -> bool:
        """True when there is nothing to evaluate."""
        return self.changed_series_ids.size == 0
