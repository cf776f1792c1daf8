"""A wins over B, because ..."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.web.forms.fields import words

_EMPTY = ("", _("Choose an objective"))


class Choice(NamedTuple):
    """An objective one may choose."""

    key: str
    title: str
    unit: str


class RulingForm(forms.Form):
    """Which of two objectives wins, and why. `read`: the ruling on the two that stood when the form was opened."""

    winner = forms.ChoiceField(label=_("This one wins"), error_messages={"required": _("Choose which one wins.")})
    loser = forms.ChoiceField(label=_("over this one"), error_messages={"required": _("Choose which one yields.")})
    because = words(_("because"), _("Say why."), rows=3)
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, choices: Iterable[Choice], *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        listed = [_EMPTY, *((one.key, f"{one.title}, {one.unit}") for one in choices)]
        for name in ("winner", "loser"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = listed
            field.widget.attrs["data-searchable"] = ""


def stamp(winner: str, because: str) -> str:
    """A mark of a ruling by which it is known again."""
    return sha256(f"{winner}>{because}".encode()).hexdigest()[:16]
