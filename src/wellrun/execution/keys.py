"""A key for an initiative that is named on a page: nobody has to make one up."""

from __future__ import annotations

from itertools import count

from django.utils.text import slugify

from wellrun.execution.models import Initiative

# A key has room for 80 characters; a number may follow.
_LONGEST = 70


def free_initiative_key(title: str) -> str:
    """The title as a key that no initiative has. One query."""
    wanted = slugify(title)[:_LONGEST].strip("-") or "initiative"
    taken = set(Initiative.objects.filter(key__startswith=wanted).values_list("key", flat=True))
    if wanted not in taken:
        return wanted
    return next(key for number in count(2) if (key := f"{wanted}-{number}") not in taken)
