"""The ownership matrix: functions by the measures of the objectives in force, with what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.jobs.in_force.ownership import PARTS, OwnershipGroup, Wish, every_function, matrix_of, wanted
from wellrun.jobs.in_force.ownership_records import (
    meanings,
    objectives_here,
    read_beside,
    shared_measures,
    whole_plan,
    with_holes,
)
from wellrun.web.counts import capital, in_words
from wellrun.web.frame import Frame

A_PAGE = 6


@dataclass(frozen=True)
class OwnershipPage:
    """What the page shows; `said` is the sentence first. Columns are functions, as they come."""

    said: str
    functions: list[str]
    groups: list[OwnershipGroup]
    wish: Wish
    every_function: list[str]
    page: Page[Any]


def ownership_page(frame: Frame, wish: Wish, number: int) -> OwnershipPage:
    """A page of the matrix; at most fifteen queries, whatever the number of objectives."""
    known = meanings()
    shared = shared_measures(known)
    every = objectives_here(frame)
    broken = with_holes(every, frame.today, shared)
    count = every.count()
    counted = broken.count() if count else 0
    # The order is worked out over ids alone: whole objectives are read for the page only.
    looked_at = wanted(broken if wish.holes else every, wish)
    pages = Paginator(looked_at.values_list("pk", flat=True), A_PAGE)
    if not wish.is_narrow:
        pages.count = count
    page = pages.get_page(number)
    records = read_beside(frame.today, list(page.object_list), whole_plan(frame, known, shared))
    functions, groups = matrix_of(records, wish)
    return OwnershipPage(
        said=_said(count, counted),
        functions=functions,
        groups=groups,
        wish=wish,
        every_function=every_function(every),
        page=page,
    )


def _said(count: int, broken: int) -> str:
    """How many objectives there are, and of how many somebody or something is missing."""
    if not count:
        return ""
    head = ngettext("%(n)s objective is in force here", "%(n)s objectives are in force here", count)
    head %= {"n": capital(in_words(count))}
    if not broken:
        return _("%(head)s, and nobody is missing in any of them.") % {"head": head}
    hole = ngettext("something is missing in %(n)s of them", "something is missing in %(n)s of them", broken)
    return _("%(head)s; %(hole)s.") % {"head": head, "hole": hole % {"n": in_words(broken)}}


def legend() -> Iterable[tuple[str, str]]:
    """Each letter with its word."""
    return [(letter, str(word)) for letter, word in PARTS.items()]
