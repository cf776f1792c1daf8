"""What people give, made fit to be kept: text trimmed and short enough to be read, numbers and keys in range."""

from __future__ import annotations

import re

from wellrun.execution.errors import key_unreadable, number_out_of_range, text_needed, text_too_long

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
    said = storable(text).strip()
    if len(said) > longest:
        raise text_too_long(longest)
    return said


def storable(text: str) -> str:
    """The text without what no database keeps: NUL characters and halves of surrogate pairs. Nobody means them."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def within(number: int, lowest: int, highest: int) -> int:
    """The number, when it lies between the two (both included). Raises `number_out_of_range`."""
    if not lowest <= number <= highest:
        raise number_out_of_range(lowest, highest)
    return number


def as_key(key: str) -> str:
    """The key, when it is one: letters, digits, `-` and `_`, at most eighty. Raises `key_unreadable`."""
    if not re.fullmatch(r"[-a-zA-Z0-9_]{1,80}", key):
        raise key_unreadable()
    return key
