"""What is said to an initiative: how it goes, or that it is over."""

from __future__ import annotations

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
    )
    text = words(_("How it goes, or what came of it"), _("Say how it goes."))
