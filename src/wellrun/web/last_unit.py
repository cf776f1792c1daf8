"""Which unit a person looked at last, kept by their browser: looking at a page writes nothing to the database."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wellrun.accounts.models import User
from wellrun.organisation.models import Unit

COOKIE = "unit"


def last_unit(request: HttpRequest, user: User) -> str:
    """The key of the unit; empty where there is none, or where another person looked at it in this browser."""
    return str(request.get_signed_cookie(COOKIE, default="", salt=_salt(user)))


def remember_unit(request: HttpRequest, response: HttpResponse, user: User, unit: Unit) -> None:
    """Keep it until the browser is closed. What may be seen is asked anew on every page."""
    if last_unit(request, user) == unit.key:
        return
    response.set_signed_cookie(
        COOKIE,
        unit.key,
        salt=_salt(user),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _salt(user: User) -> str:
    """A signature is one person's."""
    return f"wellrun.unit.{user.pk}"
