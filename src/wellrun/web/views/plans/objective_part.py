"""The parts of one kind of an objective, written on a page: a list, a form, and a question before one is taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wellrun.web.forms.posted import posted
from wellrun.web.frame import page
from wellrun.web.presenters.plans.objective import way_back
from wellrun.web.presenters.plans.objective_records import ObjectiveRecords
from wellrun.web.presenters.plans.objective_words import objective_address
from wellrun.web.views.plans.objective_writing import open_to_write
from wellrun.web.views.plans.saving import save


class Writing:
    """One objective whose parts the caller writes on a page of its own."""

    def __init__(self, request: HttpRequest, plan: str, key: str, address: str) -> None:
        self.request, self.address = request, address
        self.opened, self.objective = open_to_write(request, plan, key)

    def records(self, *, only_measures: bool = False) -> ObjectiveRecords:
        """The objective with its parts, as the page of it shows them."""
        return ObjectiveRecords(self.opened.frame, self.objective, only_measures)

    def here(self, **query: str) -> str:
        """The page itself, or its form filled in."""
        return objective_address(self.address, self.objective, **query)

    def save(
        self, form: forms.Form, do: Callable[[], object], done: str, field_of: dict[str, str] | None = None
    ) -> int | None:
        """Carry it out; the status of a refusal, or None."""
        return save(self.request, self.opened.plan, form, do, done=done, field_of=field_of or {})

    def answer(
        self,
        form: forms.Form,
        do: Callable[[], object],
        done: Callable[[], str],
        field_of: dict[str, str] | None = None,
    ) -> tuple[HttpResponse | None, int]:
        """What was sent, carried out: the way back to the list, or None and the status of the form shown again."""
        if self.request.method != "POST":
            return None, 200
        if not form.is_valid():
            return None, 422
        refused = self.save(form, do, done(), field_of)
        return (redirect(self.here()), 302) if refused is None else (None, refused)

    def show(self, form: forms.Form, status: int, context: dict[str, Any]) -> HttpResponse:
        """The page with its list and its form."""
        own = {
            "crumbs": way_back(self.objective, context["crumb"]),
            "back_href": objective_address("objective", self.objective),
            "form": form,
        }
        return page(self.request, self.opened.frame, "strategy", "plans/part.html", {**own, **context}, status=status)

    def confirm(self, heading: str, quoted: str, button: str, do: Callable[[], object], done: str) -> HttpResponse:
        """Ask before a part is taken away; a POST takes it away."""
        form, status = forms.Form(posted(self.request)), 200
        if self.request.method == "POST":
            refused = self.save(form, do, done)
            if refused is None:
                return redirect(self.here())
            status = refused
        context = {
            "heading": heading,
            "quoted": quoted,
            "problems": form.non_field_errors() if status != 200 else (),
            "button": button,
            "crumbs": way_back(self.objective, button),
            "back": self.here(),
        }
        return page(self.request, self.opened.frame, "strategy", "plans/confirm.html", context, status=status)
