"""Where the real data and the reference outputs lie: beside the project, never inside it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("WELLRUN_SHARED", ROOT.parent / "shared"))
ENGLAND = SHARED / "data" / "england"
GOLDEN = SHARED / "golden"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="left out: the real data and reference outputs are not beside the project"
)
