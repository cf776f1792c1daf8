"""A form is filled in from a record: what somebody else changed there meanwhile is told before it is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from wellrun.lib.errors import Conflict
from wellrun.web.forms.questions import seen

_REFUSED = 409


def read_from(form: forms.Form, present: Mapping[str, Any], status: int) -> str:
    """The mark that a form carries of what it was filled in from: what stands now, once the reader was shown that."""
    return _mark(present) if status in (200, _REFUSED) else str(form.data.get("read", ""))


def refuse_changed(form: forms.Form, present: Mapping[str, Any]) -> None:
    """Raise `changed_meanwhile` with what stands now, where that is not what the form was filled in from.

    `present`: by field as the form begins with it. A form without a mark is taken at its word.
    """
    sent = form.data.get("read", "")
    if sent and sent != _mark(present):
        sentence = _("Somebody else changed it while you wrote. It says now: %(stands)s. Send again to replace that.")
        raise Conflict("changed_meanwhile", sentence % {"stands": _stands(form, present)})


def _mark(present: Mapping[str, Any]) -> str:
    return seen("\n".join(f"{name}: {value}" for name, value in sorted(present.items())))


def _stands(form: forms.Form, present: Mapping[str, Any]) -> str:
    """The fields that say otherwise than the form that was sent, with what they say."""
    differing = [name for name in present if form.fields[name].has_changed(present[name], form.data.get(name, ""))]
    return "; ".join(f"{form.fields[name].label}: {_shown(form.fields[name], present[name])}" for name in differing)


def _shown(field: forms.Field, value: Any) -> str:
    choices = getattr(field, "choices", ())
    said = "" if value is None else str(value)
    return next((str(label) for key, label in choices if str(key) == said), said) or _("nothing")
