"""Who is put into a post."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellrun.accounts.models import User
from wellrun.web.forms.fields import day


class FillForm(forms.Form):
    """An account, from which day, as its holder or deputy."""

    user = forms.ModelChoiceField(
        label=_("Who"),
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
        to_field_name="username",
        error_messages={"required": _("Choose who is put into the post.")},
    )
    starts = day(_("From"), _("Say from which day."))
    deputy = forms.BooleanField(label=_("As its deputy, beside whoever holds it"), required=False)

    def __init__(self, accounts: QuerySet[User], *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        field: Any = self.fields["user"]
        field.queryset = accounts
