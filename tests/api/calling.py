"""Calling the API as a program does: with a bearer token, JSON in and out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from wellrun.accounts.actions import issue_token
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM

ROOT = "/api/v1"


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers, and the body as Python values."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def code(self) -> str:
        """The code of a problem document, whose form is checked on the way."""
        assert self.headers["Content-Type"] == "application/problem+json"
        assert set(self.body) == {"type", "title", "status", "code", "detail", "params", "errors"}
        assert self.body["status"] == self.status
        return str(self.body["code"])

    @property
    def keys(self) -> list[str]:
        """The keys of a list's results."""
        return [one["key"] for one in self.body["results"]]

    @property
    def ids(self) -> list[str]:
        return [one["id"] for one in self.body["results"]]


class Program:
    """A program with a token of an account, or with headers of its own."""

    def __init__(self, user: User | None = None, *, write: bool = True, **headers: str) -> None:
        if user is not None:
            secret = issue_token(user=user, name="test", may_write=write, days=30, by=SYSTEM)[1]
            headers["authorization"] = f"Bearer {secret}"
        self.client = Client(headers=headers)

    def get(self, path: str, **query: Any) -> Answer:
        return _answer(self.client.get(ROOT + path, query))

    def post(self, path: str, body: Any = None, **said: Any) -> Answer:
        """`body`, else the fields said, as JSON; text goes as it is."""
        text = body if isinstance(body, str | bytes) else json.dumps(said if body is None else body)
        return _answer(self.client.post(ROOT + path, text, content_type="application/json"))


def _answer(response: Any) -> Answer:
    body = json.loads(response.content) if response.content else None
    return Answer(response.status_code, dict(response.headers), body)
