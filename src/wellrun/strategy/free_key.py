"""A key out of a title, where nobody should have to make one up."""

from __future__ import annotations

from collections.abc import Container
from itertools import count

from django.utils.text import slugify


def free_key(title: str, taken: Container[str], *, otherwise: str, longest: int = 70) -> str:
    """The title as a key that is not taken, with a number where it is; `otherwise`: of a title without letters."""
    wanted = slugify(title)[:longest].strip("-") or otherwise
    if wanted not in taken:
        return wanted
    return next(key for number in count(2) if (key := f"{wanted}-{number}") not in taken)
