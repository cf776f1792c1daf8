"""The interface as one object: who may call, what a refusal looks like, and the routes by room."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from wellrun.api.auth import BearerToken, SessionCookie
from wellrun.api.openapi import DESCRIPTION, with_problems
from wellrun.api.problems import handle_problems
from wellrun.api.routes import (
    actions,
    defining,
    escalations,
    files,
    in_force,
    initiatives,
    items,
    library,
    limits,
    measures,
    observations,
    organisation,
    ownership,
    people,
    reviews,
    said,
    series,
    signals,
    standing,
    strategy,
)
from wellrun.api.routes.plans import (
    beliefs,
    catchball,
    choices,
    documents,
    drivers,
    objectives,
    obligations,
    offered,
    parts,
    quarters,
    rights,
    rules,
    stages,
)
from wellrun.api.routes.plans import (
    initiatives as tried,
)


class WellrunApi(NinjaAPI):
    """Names operations by their function, and documents the problems they may answer with."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """`list_units`, whatever module it is in."""
        return operation.view_func.__name__

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._documents: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI 3.1 document, made once: everyone may ask for it, and making it takes a tenth of a second."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._documents:
            document = super().get_openapi_schema(path_prefix=prefix)
            with_problems(document)
            self._documents[prefix] = document
        return self._documents[prefix]


api = WellrunApi(
    title="Wellrun",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    auth=[BearerToken(), SessionCookie()],
    # A page of documentation would load its scripts from elsewhere, which the content policy refuses.
    docs_url=None,
)
handle_problems(api)
_READ = (organisation, standing, strategy, in_force, ownership, measures, defining, library, series, signals, limits)
_DONE = (reviews, items, actions, escalations, initiatives, observations, said, people)
_PLANS = (stages, documents, objectives, parts, offered, drivers, quarters, catchball, choices, tried)
_OF_THE_SITE = (beliefs, obligations, rights, rules, files)
for each in (*_READ, *_DONE, *_PLANS, *_OF_THE_SITE):
    api.add_router("", each.router)
