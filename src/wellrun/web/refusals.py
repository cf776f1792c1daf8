"""Turns a refusal into a page: absent and outside alike are 404, not permitted 403, the rest 400 with its sentence."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DataError, IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wellrun.lib.at_once import is_written_at_once
from wellrun.lib.errors import UserError

_LOG = logging.getLogger(__name__)
_TEMPLATES = {403: "403.html", 404: "404.html"}


class Refusals:
    """Middleware: a view that lets a UserError through answers with a calm page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Only refusals; anything else is our bug and surfaces loudly."""
        if request.path.startswith("/api/"):
            return None
        if isinstance(error, DataError) and _holds_nul(request):
            return render(request, "400.html", status=400)
        if isinstance(error, IntegrityError | OperationalError) and is_written_at_once(error):
            _LOG.warning("two wrote the same at once: %s", error)
            sentence = _("The same was written at the same moment, perhaps by a second click. Go back and look again.")
            return render(request, "400.html", {"sentence": sentence}, status=409)
        if not isinstance(error, UserError):
            return None
        template = _TEMPLATES.get(error.status, "400.html")
        return render(request, template, {"sentence": error.sentence, "code": error.code}, status=error.status)


def _holds_nul(request: HttpRequest) -> bool:
    """Whether what was sent has a character that PostgreSQL looks for in no column; SQLite finds nothing by it."""
    sent = (*request.GET.lists(), *request.POST.lists())
    return any("\x00" in value for _key, values in sent for value in values)
