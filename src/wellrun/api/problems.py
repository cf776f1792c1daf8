"""Refusals as problem documents (RFC 9457): one shape for everything that does not work."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from wellrun.lib.at_once import is_written_at_once
from wellrun.lib.errors import Conflict, NotFound, UserError
from wellrun.tables.errors import SHOWN, TableErrors

_LOG = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
# What routes call the body; the name means nothing to whoever sent it.
BODY = "given"


class Unauthenticated(UserError):
    """Nobody has said who calls, or what was said does not hold."""

    status = 401


class TooMany(UserError):
    """Asked too often; `wait` is how many seconds to keep still."""

    status = 429

    def __init__(self, code: str, sentence: str, *, wait: int) -> None:
        super().__init__(code, sentence, wait_seconds=wait)
        self.wait = wait


class TooLarge(UserError):
    """More than is taken at once."""

    status = 413


def handle_problems(api: NinjaAPI) -> None:
    """Let the interface answer refusals as problem documents. What no handler knows is our bug and surfaces loudly."""
    handlers: Mapping[type[Exception], Callable[[Any], HttpResponse]] = {
        UserError: _refused,
        TableErrors: _rows_refused,
        ValidationError: _invalid,
        HttpError: _unreadable,
        Http404: lambda error: answer(nothing_at_this_address()),
        RequestDataTooBig: lambda error: answer(
            TooLarge("body_too_large", _("This is more than is taken at once; send it in parts."))
        ),
        SuspiciousOperation: _unreadable,
        IntegrityError: _at_once,
        OperationalError: _at_once,
        UnreadablePostError: _unreadable,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, _handler(handler))


def _handler(handler: Callable[[Any], HttpResponse]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda request, error: handler(error)


def answer(error: UserError, errors: Sequence[Mapping[str, Any]] = (), status: int | None = None) -> HttpResponse:
    """A refusal as a response, with the headers that its status asks for."""
    code = HTTPStatus(status or error.status)
    body = {
        "type": "about:blank",
        "title": code.phrase,
        "status": code.value,
        "code": error.code,
        "detail": error.sentence,
        "params": error.params,
        "errors": list(errors),
    }
    response = HttpResponse(json.dumps(body, cls=DjangoJSONEncoder), status=code.value, content_type=MEDIA_TYPE)
    if isinstance(error, Unauthenticated):
        response["WWW-Authenticate"] = _challenge(error)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.wait)
    return response


def nothing_at_this_address() -> UserError:
    """No such address, which is another thing than a record that is not there."""
    return NotFound("address_unknown", _("There is nothing at this address."))


def method_not_allowed(allowed: str) -> HttpResponse:
    """The address is there, and not for this method; `allowed` lists those it is for."""
    error = UserError("method_not_allowed", _("This address is not for this method."), allowed=allowed)
    response = answer(error, status=405)
    response["Allow"] = allowed
    return response


def _challenge(error: Unauthenticated) -> str:
    return (
        'Bearer realm="Wellrun", error="invalid_token"' if error.code == "token_invalid" else 'Bearer realm="Wellrun"'
    )


def _refused(error: UserError) -> HttpResponse:
    return answer(error)


def _rows_refused(error: TableErrors) -> HttpResponse:
    rows = [{"row": one.row, "column": one.column, "detail": one.sentence} for one in error.errors]
    plain = UserError(error.code, error.sentence, total=error.total)
    return answer(plain, rows, status=422)


def _invalid(error: ValidationError) -> HttpResponse:
    plain = UserError("invalid", _("What was sent is not of the form this address takes."), total=len(error.errors))
    return answer(plain, [_place(one) for one in error.errors[:SHOWN]], status=422)


def _place(one: Mapping[str, Any]) -> dict[str, Any]:
    """Where and what, as `body.rows.3.value`; a row of pushed figures also as people count it, from 1."""
    place = [str(part) for part in one["loc"] if part != BODY]
    found = {"location": ".".join(place), "detail": one["msg"].removeprefix("Value error, "), "code": one["type"]}
    match place:
        case ["body", "rows", number, *column] if number.isdecimal():
            return found | {"row": int(number) + 1, "column": ".".join(column)}
    return found


def _at_once(error: Exception) -> HttpResponse:
    """Two wrote the same at the same moment; anything else a database refuses is our bug and surfaces loudly."""
    if not is_written_at_once(error):
        raise error
    _LOG.warning("two wrote the same at once: %s", error)
    sentence = _("The same was written at the same moment by somebody else. Look again before you write once more.")
    return answer(Conflict("already_changed", sentence))


def _unreadable(error: Exception) -> HttpResponse:
    return answer(UserError("unreadable", _("What was sent cannot be read.")))
