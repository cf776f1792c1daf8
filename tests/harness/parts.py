"""What a machine may lack: a part that is not there is left out in one line, or fails where CI says so."""

import os
from typing import NoReturn

import pytest


def leave_out(what: str) -> NoReturn:
    """Skip the test with one line; with CI=true fail, because there every part is expected to run."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and CI=true expects every part", pytrace=False)
    pytest.skip(f"left out: {what} is not installed")
