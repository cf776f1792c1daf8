"""Where one is in a long list, as the pagination part wants it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest

from wellrun.web.parts import Pages


def pages_of(request: HttpRequest, page: Page[Any]) -> Pages:
    """Earlier and later pages, keeping the rest of the address."""

    def href(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return Pages(
        number=page.number,
        count=page.paginator.num_pages,
        previous_href=href(page.previous_page_number()) if page.has_previous() else "",
        next_href=href(page.next_page_number()) if page.has_next() else "",
        items=page.paginator.count,
    )
