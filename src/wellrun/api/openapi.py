"""What the OpenAPI document says beyond the routes: the problem documents that every address may answer with."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from wellrun.api.problems import MEDIA_TYPE
from wellrun.api.schemas.fields import Answered

DESCRIPTION = (
    "The same verbs and queries as the pages, with the same permissions: what is outside the caller's units answers "
    "404. Ids are UUIDs; what a plan names has a key. Proportions are 0-1. Refusals are problem documents (RFC 9457) "
    "with a stable `code`."
)
_READS = (401, 403, 404, 422, 429)
_WRITES = (400, 401, 403, 404, 409, 413, 422, 429)


class PlaceOut(Answered):
    """Where something is wrong: a place in the request, or a row (counted from 1) and column of pushed figures."""

    detail: str
    code: str = ""
    location: str = ""
    row: int | None = None
    column: str = ""


class ProblemOut(Answered):
    """A refusal: `code` is for programs and never changes, `detail` is a sentence for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    params: dict[str, Any]
    errors: list[PlaceOut]


def with_problems(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the problem documents of each address written in."""
    shape = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    document["components"]["schemas"].update(shape.pop("$defs", {}) | {"ProblemOut": shape})
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
    for methods in document["paths"].values():
        for method, operation in methods.items():
            for status in _READS if method == "get" else _WRITES:
                operation["responses"][status] = {"description": HTTPStatus(status).phrase, "content": content}
    return document
