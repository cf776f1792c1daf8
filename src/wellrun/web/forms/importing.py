"""Choosing a file, and saying which of its columns is what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.jobs.imports import OWN_FILES
from wellrun.measures.models import MeasureVersion, Source

LABELS = {
    "measure": _("Measure"),
    "unit": _("Unit"),
    "period": _("Period"),
    "value": _("Value"),
    "numerator": _("Numerator"),
    "denominator": _("Denominator"),
    "stratum": _("Stratum"),
}


class ChooseFile(forms.Form):
    """A file and where it comes from."""

    file = forms.FileField(label=_("File"), help_text=_("CSV, XLSX or Parquet, one row a figure, up to 50 MB."))
    source = forms.ChoiceField(label=_("Where it comes from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(Source.objects.exclude(key=OWN_FILES).values_list("key", "name"))
        self.fields["source"].choices = [(OWN_FILES, _("Own files")), *known]  # type: ignore[attr-defined]


# Without these no figure can be placed; a file without a column for a measure or unit is about one.
NEEDED = ("measure", "unit", "period")


class NeededChoice(forms.ChoiceField):
    """A choice that is marked as needed; whether another field may stand in for it is for the form to say."""

    needed = True


class MapColumns(forms.Form):
    """Field to header; a file without a measure or unit column is all about one."""

    def __init__(self, *args: Any, headers: Sequence[str], units: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("not in this file")), *((header, header) for header in headers)]
        for field, label in LABELS.items():
            kind = NeededChoice if field in NEEDED else forms.ChoiceField
            self.fields[field] = kind(label=label, choices=choices, required=field == "period")
        self.fields["period"].error_messages["required"] = _("Say which column holds the period.")
        self.fields["value"].help_text = _("Or a numerator with its denominator.")
        versions = MeasureVersion.objects.filter(current=True).order_by("name").values_list("measure__key", "name")
        self.fields["one_measure"] = forms.ChoiceField(
            label=_("The whole file is about the measure"),
            required=False,
            choices=[("", _("as its column says")), *versions],
        )
        self.fields["one_unit"] = forms.ChoiceField(
            label=_("The whole file is about the unit"),
            required=False,
            choices=[("", _("as its column says")), *((unit.key, unit.name) for unit in units)],
        )

    def clean(self) -> dict[str, Any]:
        """A measure and a unit come from a column, or the whole file is about one; figures from one column or two."""
        chosen = super().clean() or {}
        missing = {
            "measure": _("Say which column holds the measure, or which one the whole file is about."),
            "unit": _("Say which column holds the unit, or which one the whole file is about."),
        }
        for field, sentence in missing.items():
            if not chosen.get(field) and not chosen.get(f"one_{field}") and field not in self.errors:
                self.add_error(field, sentence)
        if not chosen.get("value") and not (chosen.get("numerator") and chosen.get("denominator")):
            self.add_error("value", _("Say which column holds the value, or which two the numerator and denominator."))
        return chosen

    def mapping(self) -> dict[str, str]:
        """Field to header, as chosen."""
        return {field: self.cleaned_data[field] for field in LABELS if self.cleaned_data.get(field)}

    def constants(self) -> dict[str, str]:
        """Field to the one key the whole file is about."""
        pairs = (("measure", "one_measure"), ("unit", "one_unit"))
        return {field: self.cleaned_data[name] for field, name in pairs if self.cleaned_data.get(name)}
