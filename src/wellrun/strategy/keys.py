"""A key for what is named on a page: nobody has to make one up."""

from __future__ import annotations

from itertools import count

from django.utils.text import slugify

from wellrun.strategy.models import Objective, Plan

# A key has room for 80 characters; a number may follow.
_LONGEST = 70


def free_objective_key(plan: Plan, title: str) -> str:
    """The title as a key that no objective of the plan has, retired ones included. One query."""
    wanted = slugify(title)[:_LONGEST].strip("-") or "objective"
    taken = set(Objective.objects.filter(plan=plan, key__startswith=wanted).values_list("key", flat=True))
    if wanted not in taken:
        return wanted
    return next(key for number in count(2) if (key := f"{wanted}-{number}") not in taken)
