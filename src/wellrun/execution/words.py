"""Text that people give: trimmed, not empty where words are needed, and short enough to be read."""

from __future__ import annotations

from wellrun.execution.errors import text_needed, text_too_long

LONGEST_TITLE = 300
LONGEST_TEXT = 4000


def needed(text: str, code: str, sentence: str, *, longest: int = LONGEST_TEXT) -> str:
    """The text without blanks around it. Raises `code` when nothing is left, `text_too_long` when too much is."""
    said = optional(text, longest=longest)
    if not said:
        raise text_needed(code, sentence)
    return said


def optional(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """The text without blanks around it, perhaps empty. Raises `text_too_long`."""
    # PostgreSQL keeps no NUL character; nobody means one.
    said = text.replace("\x00", "").strip()
    if len(said) > longest:
        raise text_too_long(longest)
    return said
