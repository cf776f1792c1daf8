"""Shows a room's refusal in the form that met it: one translation for every page."""

from __future__ import annotations

from django import forms

from wellrun.lib.errors import Conflict, NotFound, Refused, UserError


def show_refusal(form: forms.Form, error: UserError, field_of: dict[str, str] | None = None) -> None:
    """Put the sentence at the field its code is about, else at the top of the form."""
    field = (field_of or {}).get(error.code)
    form.add_error(field if field in form.fields else None, error.sentence)


def show_or_raise(form: forms.Form, error: UserError, field_of: dict[str, str] | None = None) -> int:
    """The same, and the status to answer with; what is not there or not the caller's to do is raised on."""
    if isinstance(error, (NotFound, Refused)):
        raise error
    show_refusal(form, error, field_of)
    return 409 if isinstance(error, Conflict) else 422
