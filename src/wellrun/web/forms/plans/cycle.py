"""A new plan: what it is called, by which key, from when to when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.web.forms.fields import day


class CycleForm(forms.Form):
    """The name, the key and the days of a cycle."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    key = forms.SlugField(
        label=_("Key"),
        max_length=80,
        help_text=_("Small letters, digits and hyphens. It stands in addresses and files, and stays as it is."),
        error_messages={
            "required": _("Give it a key."),
            "invalid": _("A key has letters, digits and hyphens only, as in plan-2026."),
        },
    )
    starts = day(_("First day"), _("Say when the cycle begins."))
    ends = day(_("Last day"), _("Say when the cycle ends."))

    def clean_key(self) -> str:
        """An address of a page beside the plans is no plan's own."""
        key: str = self.cleaned_data["key"]
        if key in ("new", "file"):
            raise forms.ValidationError(_("Choose another key: this one is needed for an address."))
        return key

    def clean(self) -> dict[str, Any]:
        """A cycle has a length."""
        given: dict[str, Any] = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("A plan must end after it starts."))
        return given


def following_cycle(ends: date) -> tuple[date, date]:
    """The year after a cycle that ends on that day: from the next day, or the same one where a month begins on it."""
    starts = ends if ends.day == 1 else date.fromordinal(ends.toordinal() + 1)
    try:
        over = starts.replace(year=starts.year + 1)
    except ValueError:  # the 29th of February
        over = date(starts.year + 1, 3, 1)
    return starts, date.fromordinal(over.toordinal() - 1)


class KeepForm(forms.Form):
    """Why the plan is kept as it stands."""

    reason = forms.CharField(
        label=_("Why you keep it"), max_length=200, error_messages={"required": _("Say why you keep it.")}
    )


class HistoryForm(forms.Form):
    """Which changes are looked for."""

    kind = forms.ChoiceField(label=_("What"), required=False)
    subject = forms.CharField(label=_("About"), required=False, max_length=100)
    person = forms.ChoiceField(label=_("By"), required=False)
    since = day(_("From"))
    until = day(_("To"))

    def __init__(self, kinds: list[tuple[str, str]], people: list[tuple[str, str]], *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        everything, everybody, system = _("Everything"), _("Everybody"), _("The system")
        self.fields["kind"].choices = [("", everything), *kinds]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", everybody), *people, ("system", system)]  # type: ignore[attr-defined]
        self.fields["since"].required = self.fields["until"].required = False
