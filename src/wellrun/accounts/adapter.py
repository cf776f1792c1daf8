"""How allauth behaves here: accounts are made by an administrator, nobody signs up."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed; sign-in keeps allauth's rate limits."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("This name and this password do not go together. Check both."),
        "too_many_login_attempts": gettext_lazy("Too many failed tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes their own account."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Back to the door, with a sentence: there is no page of its own for an account that was closed."""
        messages.error(request, _("This account is closed. Ask an administrator."))
        return redirect("sign_in")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The password of a demo is known to everyone, so nobody signs in to one that others can reach."""
        if settings.DEMO_MARKER.exists() and not settings.ON_LOOPBACK:
            raise ValidationError(_("This is a demo: its password is public, so it opens on its own machine only."))
        super().pre_authenticate(request, **credentials)
