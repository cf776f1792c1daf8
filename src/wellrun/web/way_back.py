"""Whoever came to a form from a page of findings comes back to that page once it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.http import urlencode

from wellrun.jobs.mending.links import FixLink

PARAMETER: Final = "back_to"
# Pages to which an address may lead back: any other, here or elsewhere, is passed over.
_PAGES: Final = frozenset({"check", "plan_activation", "objective"})


def with_way_back(href: str, back: str) -> str:
    """The address of a form, saying to which page of this site one comes back from it."""
    said = urlsplit(href)
    query = "&".join(part for part in (said.query, urlencode({PARAMETER: back})) if part)
    return urlunsplit(said._replace(query=query))


def fix_with_way_back(fix: FixLink | None, back: str) -> FixLink | None:
    """The same of the form that mends a finding, where there is one."""
    return replace(fix, href=with_way_back(fix.href, back)) if fix else None


def way_back_of(request: HttpRequest) -> str:
    """The page to come back to that the address names; empty where it names none that one may come back to."""
    back = request.GET.get(PARAMETER, "")
    return back if back and _is_page_to_come_back_to(back) else ""


class WayBack:
    """Middleware: what was saved leads back to the page that its address names, with what is to be said of it.

    A page that sends on to the form takes the way back along.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Parameters are read where one is sent on only: an address with too many of them is answered by whom it asked.
        if not isinstance(response, HttpResponseRedirect) or not request.user.is_authenticated:
            return response
        if back := way_back_of(request):
            response.headers["Location"] = back if request.method == "POST" else with_way_back(response.url, back)
        return response


def _is_page_to_come_back_to(back: str) -> bool:
    """Whether it is a path of this site, and of one of the pages that lead to forms."""
    if not back.startswith("/") or back.startswith(("//", "/\\")) or not back.isprintable():
        return False
    try:
        return resolve(urlsplit(back).path).url_name in _PAGES
    except (Resolver404, ValueError):
        return False
