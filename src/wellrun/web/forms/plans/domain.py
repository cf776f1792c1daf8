"""A priority area: what it is called. Its key is made from its first name, and stays."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DomainForm(forms.Form):
    """One domain's name."""

    name = forms.CharField(label=_("Name"), max_length=100, error_messages={"required": _("Give it a name.")})
