"""Text that a spreadsheet would run as a formula, made harmless on the way out and restored on the way in."""

from __future__ import annotations

import re

# What spreadsheets take as the start of a formula, also full-width or after blanks.
_LIVE = r"\s*[=+\-@＝＋－＠]|[\t\r\n]"
# One that has been made harmless, or that would read as such, gets one more apostrophe; so the way back is exact.
_NEEDS = re.compile(rf"'*(?:{_LIVE})")
_HARMLESS = re.compile(rf"'+(?:{_LIVE})")


def neutralised(text: str) -> str:
    """`=1+1` as `'=1+1`; other text as it is."""
    return f"'{text}" if _NEEDS.match(text) else text


def revived(text: str) -> str:
    """The inverse of `neutralised`."""
    return text[1:] if _HARMLESS.match(text) else text
