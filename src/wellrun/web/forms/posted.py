"""What a form is bound to: what was sent, even where that is nothing; unbound before."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """The fields of a POST; None for any other request."""
    return request.POST if request.method == "POST" else None
