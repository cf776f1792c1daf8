"""Long lists in pages: `limit` and `offset` in, `count` and the address of the next page out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Self, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from pydantic import BaseModel, Field

from wellrun.api.schemas.fields import Answered

M = TypeVar("M", bound=Model)
T = TypeVar("T")
V = TypeVar("V")


class Paging(BaseModel):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=1_000_000_000)


class Page(Answered, Generic[T]):
    """Part of a list. `count`: how many match in all; `next`: path of the next part, null at the end."""

    count: int
    next: str | None
    results: list[T]

    @classmethod
    def of(
        cls, request: HttpRequest, rows: QuerySet[M], paging: Paging, shape: Callable[[Sequence[M]], list[T]]
    ) -> Self:
        """The part of ordered `rows` asked for, in two queries and those of `shape`."""
        count = rows.count()
        part = list(rows[paging.offset : paging.offset + paging.limit])
        return cls(count=count, next=next_path(request, paging, count), results=shape(part))

    @classmethod
    def of_part(
        cls, request: HttpRequest, everything: Sequence[V], paging: Paging, shape: Callable[[Sequence[V]], list[T]]
    ) -> Self:
        """The part asked for of what is at hand, as `shape` tells it (`list`: as it stands)."""
        part = everything[paging.offset : paging.offset + paging.limit]
        return cls(count=len(everything), next=next_path(request, paging, len(everything)), results=shape(part))


def next_path(request: HttpRequest, paging: Paging, count: int) -> str | None:
    """The path of the next part, without a host: nobody is led elsewhere by a forged Host header."""
    after = paging.offset + paging.limit
    if after >= count:
        return None
    query = request.GET.copy()
    query["limit"], query["offset"] = str(paging.limit), str(after)
    return f"{request.path}?{query.urlencode()}"
