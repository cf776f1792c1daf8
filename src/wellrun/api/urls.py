"""The addresses under /api/v1/. Each says by itself who may call, so none asks for the sign-in of the pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, include, path, re_path

from wellrun.api.api import api
from wellrun.api.problems import answer, method_not_allowed, nothing_at_this_address

View = Callable[..., HttpResponse]


def _in_problems(view: View) -> View:
    """The view, whose misses are problem documents too and whose answers no one in between keeps."""

    @wraps(view, updated=())
    def call(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            response = view(request, *args, **named)
        except Http404:
            response = answer(nothing_at_this_address())
        if isinstance(response, HttpResponseNotAllowed):
            response = method_not_allowed(response["Allow"])
        response["Cache-Control"] = "no-store"
        return response

    call.csrf_exempt = True  # type: ignore[attr-defined]  # sessions are checked by `SessionCookie`
    return login_not_required(call)


def _elsewhere(request: HttpRequest, rest: str) -> HttpResponse:
    raise Http404


def _patterns() -> list[URLPattern]:
    found, _app, _namespace = api.urls
    own = [each for each in found if isinstance(each, URLPattern)]
    for each in own:
        each.callback = _in_problems(each.callback)
    # A line break may stand in an address, as %0A, and is nothing to a dot otherwise.
    return [*own, re_path(r"\A(?P<rest>(?s:.*))\Z", _in_problems(_elsewhere), name="elsewhere")]


urlpatterns = [path("", include((_patterns(), "ninja"), namespace="api"))]
