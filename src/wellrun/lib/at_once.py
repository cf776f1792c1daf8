"""Two wrote the same at the same moment: how a database says so."""

from __future__ import annotations

_THERE_ALREADY = "23505"
_WAITED_FOR_ONE_ANOTHER = "40P01"


def is_written_at_once(error: BaseException) -> bool:
    """Whether somebody else was faster: every verb looks before it writes, so what is there came in between."""
    return getattr(error.__cause__, "sqlstate", "") in (_THERE_ALREADY, _WAITED_FOR_ONE_ANOTHER)
