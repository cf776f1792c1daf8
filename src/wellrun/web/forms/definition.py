"""A measure of one's own: field by field, or as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellrun.lib.errors import UserError
from wellrun.library.definition import MeasureSpec
from wellrun.library.lines import MOST_CHARACTERS
from wellrun.library.reading import measure_of
from wellrun.web.forms.fields import day
from wellrun.web.presenters import library_words as words
from wellrun.web.presenters.library import site_domains

Choices = list[tuple[str, str]]
_SCORING = [
    ("proportion", _("a share of cases, between none and all of them")),
    ("ratio", _("one amount over another")),
    ("rate", _("events for so many cases or days")),
    ("count", _("a number of cases or events")),
    ("continuous", _("a measured value, such as a time")),
]
_ROLL_UP = [
    ("ratio_of_sums", _("sum what is counted, sum what it is out of, divide")),
    ("sum", _("sum the figures")),
    ("none", _("not at all")),
]


class DefinitionForm(forms.Form):
    """The fields most definitions need; all others are in the file, and keep what the copied definition says."""

    name = forms.CharField(label=_("Name"), max_length=200)
    key = forms.SlugField(label=_("Key"), max_length=80, help_text=_("What files and feeds call it. It never changes."))
    domain = forms.ChoiceField(label=_("Domain"))
    definition = forms.CharField(
        label=_("What it means"),
        help_text=_("In your own words, so that somebody new on the ward understands it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    numerator = forms.CharField(label=_("What is counted"), widget=forms.Textarea(attrs={"rows": 2}))
    denominator = forms.CharField(label=_("Out of what"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    exclusions = forms.CharField(
        label=_("Left out"), required=False, help_text=_("One a line."), widget=forms.Textarea(attrs={"rows": 2})
    )
    grain = forms.ChoiceField(label=_("One figure is"))
    scoring = forms.ChoiceField(label=_("Kind of figure"), choices=_SCORING)
    direction = forms.ChoiceField(label=_("Which way is better"))
    roll_up = forms.ChoiceField(label=_("How units are put together"), choices=_ROLL_UP)
    display_unit = forms.CharField(label=_("Shown in"), required=False, max_length=40)
    multiplier = forms.FloatField(
        label=_("Shown times"),
        initial=1,
        help_text=_("100 for a share that is shown in %; 1,000 for a rate per 1,000."),
    )
    decimals = forms.IntegerField(label=_("Decimals shown"), initial=0, min_value=0, max_value=6)
    data_lag_days = forms.IntegerField(label=_("Known after so many days"), initial=0, min_value=0, max_value=3650)
    default_role = forms.ChoiceField(label=_("Mostly"), required=False)
    review_cadence = forms.ChoiceField(label=_("Looked at"), required=False)
    conformance = forms.ChoiceField(
        label=_("How near to a standard"),
        choices=[("local", _("Our own")), ("approximation", _("An approximation of a standard"))],
        help_text=_("An approximation never carries the name of the programme whose measure it is like."),
    )
    contributing_teams = forms.CharField(
        label=_("Teams that contribute"),
        required=False,
        help_text=_("One a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source = forms.CharField(label=_("Where the definition comes from"), required=False)

    def __init__(self, *args: Any, copied: MeasureSpec | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.copied = copied
        self._choose("domain", list(site_domains().items()))
        self._choose("grain", list(words.grain_names().items()))
        self._choose("direction", list(words.direction_names().items()))
        nothing = [("", _now("Not said"))]
        self._choose("default_role", [*nothing, *words.role_names().items()])
        self._choose("review_cadence", [*nothing, *words.cadence_names().items()])

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def spec(self) -> MeasureSpec:
        """The definition that was typed, on what the copied one says beside it."""
        typed = dict(self.cleaned_data)
        for name in ("exclusions", "contributing_teams"):
            typed[name] = tuple(line.strip() for line in typed[name].splitlines() if line.strip())
        typed["bounded"] = typed["scoring"] == "proportion"
        kept = _kept(self.copied, typed) if self.copied else {}
        return MeasureSpec(**{**kept, **typed})


class AmendForm(forms.Form):
    """What of a definition may be said anew; what makes it another measure is not among it."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Say what it is called.")})
    definition = forms.CharField(
        label=_("What it means"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what it means.")},
    )
    numerator = forms.CharField(label=_("What is counted"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    denominator = forms.CharField(label=_("Out of what"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    direction = forms.ChoiceField(label=_("Which way is better"))
    display_unit = forms.CharField(label=_("Shown in"), required=False, max_length=40)
    source_text = forms.CharField(label=_("Where the definition comes from"), required=False, max_length=1000)
    effective_from = day(_("It holds from"), _("Say from which day it holds."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        direction: Any = self.fields["direction"]
        direction.choices = list(words.direction_names().items())


def initial_of(spec: MeasureSpec) -> dict[str, Any]:
    """What the form begins with where a definition is copied: all of it but its key, which has to be another."""
    names = [name for name in DefinitionForm.base_fields if name not in ("key", "exclusions", "contributing_teams")]
    lists = {name: "\n".join(getattr(spec, name)) for name in ("exclusions", "contributing_teams")}
    return {name: getattr(spec, name) for name in names} | lists | {"key": f"{spec.key}-own"}


class DefinitionFile(forms.Form):
    """A definition as a YAML file, in the format of the library."""

    file = forms.FileField(
        label=_("YAML file of one definition"), widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"})
    )

    def clean_file(self) -> MeasureSpec:
        """The definition in the file; what is wrong with it is said with line and field."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_CHARACTERS:
            raise forms.ValidationError(_now("The file is too large for a definition."))
        try:
            spec = measure_of(file.read().decode("utf-8-sig"), file.name or "definition.yaml")
        except UnicodeDecodeError:
            raise forms.ValidationError(_now("The file is not text in UTF-8.")) from None
        except UserError as error:
            raise forms.ValidationError(error.sentence) from None
        if spec.tier:
            raise forms.ValidationError(_now("A tier belongs to the library's own measures: leave the field out."))
        return spec

    def spec(self) -> MeasureSpec:
        """The definition that the file states."""
        spec: MeasureSpec = self.cleaned_data["file"]
        return spec


# What the form does not ask for.
_OF_FIGURES = ("perspective", "settings", "counted_in", "standards", "licence", "rule_profile", "library_id")


def _kept(copied: MeasureSpec, typed: dict[str, Any]) -> dict[str, Any]:
    """What a copy keeps of the original; a measure that is no approximation any more names no standards."""
    kept = {name: getattr(copied, name) for name in _OF_FIGURES}
    if typed["conformance"] == "local" and copied.conformance != "local":
        kept["standards"] = ()
    if (typed["scoring"], typed["grain"]) == (copied.scoring, copied.grain):
        kept["judged_on"] = copied.judged_on
    return kept
