"""The door: sign-in with allauth's rate limits, sign-out, and the way to the first page."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wellrun.accounts.models import User
from wellrun.organisation.queries import site
from wellrun.web.frame import frame_for


class SignIn(LoginView):  # type: ignore[misc]
    """User name and password. A demo lists its accounts under the form."""

    template_name = "layout/sign_in.html"

    def get_form(self, form_class: Any = None) -> Any:
        """The form without words inside its boxes: they say what the labels say, and go away when they are needed."""
        form = super().get_form(form_class)
        for field in form.fields.values():
            field.widget.attrs.pop("placeholder", None)
        return form

    def form_invalid(self, form: Any) -> HttpResponse:
        """Refused: 429 while sign-in rests after too many failed tries, else 422."""
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = 429 if form.has_error(NON_FIELD_ERRORS, "too_many_login_attempts") else 422
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, where to go next, and a demo's accounts."""
        # Past LoginView, whose own context needs the addresses of sign-up and reset, which are closed here.
        context: dict[str, Any] = super(LoginView, self).get_context_data(**kwargs)
        target = self.request.GET.get("next") or self.request.POST.get("next") or ""
        return context | {"next": target, "accounts": _demo_accounts()}


class SignOut(LogoutView):  # type: ignore[misc]
    """By POST only: a link elsewhere cannot sign anyone out."""

    http_method_names = ["post"]


def home(request: HttpRequest) -> HttpResponse:
    """To one's own day, in the unit last looked at."""
    return redirect("day", frame_for(request).unit.key)


def _demo_accounts() -> list[tuple[str, str]]:
    """A demo's sign-ins with what to look at first; a real site shows none."""
    if not site().demo or not settings.ON_LOOPBACK:
        return []
    return [(user.username, user.about) for user in User.objects.exclude(about="").order_by("created_at")]
