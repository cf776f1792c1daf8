"""Whoever came to a form from a page of findings comes back to that page once it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.http import urlencode

PARAMETER: Final = "back_to"
# Pages to which an address may lead back: any other, here or elsewhere, is passed over.
_PAGES: Final = frozenset({"check", "plan_activation", "objective"})


def with_way_back(href: str, back: str) -> str:
    """The address of a form, saying to which page of this site one comes back from it."""
    return f"{href}{'&' if urlsplit(href).query else '?'}{urlencode({PARAMETER: back})}"


class WayBack:
    """Middleware: what was saved leads back to the page that its address names, with what is to be said of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Parameters are read of a saved form only: an address with too many of them is answered by whom it asked.
        if request.method != "POST" or not isinstance(response, HttpResponseRedirect):
            return response
        back = request.GET.get(PARAMETER, "")
        if back and request.user.is_authenticated and _is_page_to_come_back_to(back):
            response.headers["Location"] = back
        return response


def _is_page_to_come_back_to(back: str) -> bool:
    """Whether it is a path of this site, and of one of the pages that lead to forms."""
    if not back.startswith("/") or back.startswith(("//", "/\\")) or not back.isprintable():
        return False
    try:
        return resolve(urlsplit(back).path).url_name in _PAGES
    except (Resolver404, ValueError):
        return False
