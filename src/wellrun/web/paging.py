"""What is looked for in a long list, and where one is in it, as the pagination part wants it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest

from wellrun.execution.words import storable
from wellrun.web.parts import Pages

LONGEST = 100


def words_of(request: HttpRequest) -> str:
    """What is looked for, short enough to be looked for."""
    return storable(request.GET.get("q", ""))[:LONGEST]


def page_number(request: HttpRequest) -> int:
    """The page asked for; the first where that is no number."""
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def pages_of(request: HttpRequest, page: Page[Any]) -> Pages:
    """Earlier and later pages of a Django page, keeping the rest of the address."""
    return pages_at(request, page.number, page.paginator.num_pages, page.paginator.count)


def pages_at(request: HttpRequest, number: int, count: int, items: int) -> Pages:
    """Page `number` of `count`, keeping the rest of the address."""

    def href(other: int) -> str:
        query = request.GET.copy()
        query["page"] = str(other)
        return f"?{query.urlencode()}"

    return Pages(
        number=number,
        count=count,
        previous_href=href(number - 1) if number > 1 else "",
        next_href=href(number + 1) if number < count else "",
        items=items,
    )
