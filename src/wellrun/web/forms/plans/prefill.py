"""A form that its address has filled in: a finding of the check or a hole on a page leads to it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

LONGEST = 500


def from_query(request: HttpRequest, fields: Iterable[str]) -> dict[str, str]:
    """What the address says for these fields; nothing it leaves out. A form shows it and checks it like typed words."""
    given = ((name, request.GET.get(name, "")) for name in fields)
    return {name: value[:LONGEST] for name, value in given if value}
