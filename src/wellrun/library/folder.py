"""Where the definitions lie: the measure library, its links, and the fixed parts of the two demo systems."""

from __future__ import annotations

import sys
from pathlib import Path

_BESIDE = Path(__file__).resolve().parents[3] / "definitions"
_INSTALLED = Path(sys.prefix) / "share" / "wellrun" / "definitions"

DEFINITIONS = _BESIDE if _BESIDE.is_dir() else _INSTALLED
"""The folder beside `src`; where the package was installed from a wheel, the one it brought."""

MEASURES = DEFINITIONS / "measures"
LINKS = DEFINITIONS / "links.yaml"
TRADE_OFFS = DEFINITIONS / "trade-offs.yaml"
