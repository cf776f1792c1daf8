"""What is said to an initiative: how it goes, or that it is over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.execution.models import InitiativeUpdate
from wellrun.web.forms.fields import words

Kind = InitiativeUpdate.Kind


class Said(forms.Form):
    """One word on an initiative; where it ends, what came of it."""

    kind = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=[
            (Kind.PROGRESS, _("It goes on")),
            (Kind.FINISHED, _("It is finished as planned")),
            (Kind.STOPPED, _("It is stopped")),
        ],
        initial=Kind.PROGRESS,
        error_messages={
            "required": _("Choose where it stands."),
            "invalid_choice": _("Only whoever holds the post that owns it, or its deputy, says how it goes on."),
        },
    )
    text = words(_("How it goes, or what came of it"), _("Say how it goes."))

    def __init__(self, *sent: Any, owns: bool, **named: Any) -> None:
        """`owns`: the caller holds the owner's post. Who only chairs the unit may end it, and not say how it goes."""
        super().__init__(*sent, **named)
        if not owns:
            kind: Any = self.fields["kind"]
            kind.choices = [("", _("Choose")), *(each for each in kind.choices if each[0] != Kind.PROGRESS)]
            kind.initial = ""
