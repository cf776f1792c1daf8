"""What is tried for an objective: its words and dates, what it is to move, whose hours it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wellrun.execution.actions.prediction import Prediction
from wellrun.measures.models import MeasureVersion, Series
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.models import DriverNode
from wellrun.web.forms.fields import day, words

MOST_DAYS = 3650
MOST_HOURS = 168


@dataclass(frozen=True)
class Choices:
    """What may be chosen: posts and units that the caller sees, measures that have figures there, ideas to try."""

    posts: QuerySet[Post]
    units: QuerySet[Unit]
    versions: Mapping[str, MeasureVersion]
    ideas: QuerySet[DriverNode]


class Chosen(forms.Form):
    """A form whose records are chosen from `choices`."""

    def __init__(self, choices: Choices, *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        self.choices = choices
        offered: dict[str, QuerySet[Any]] = {
            "owner": choices.posts,
            "post": choices.posts,
            "unit": choices.units,
            "idea": choices.ideas,
        }
        for name in offered.keys() & self.fields.keys():
            field: Any = self.fields[name]
            field.queryset = offered[name]
        if "measure" in self.fields:
            measure: Any = self.fields["measure"]
            by_name = sorted((version.name, key) for key, version in choices.versions.items())
            measure.choices = [("", gettext("Choose a measure")), *((key, name) for name, key in by_name)]


class WhatIsTried(Chosen):
    """Its words, owner and dates."""

    title = forms.CharField(
        label=_("What is tried"), max_length=200, error_messages={"required": _("Say what is tried.")}
    )
    owner = forms.ModelChoiceField(
        label=_("Who owns it"),
        queryset=Post.objects.none(),
        empty_label=_("Nobody yet"),
        to_field_name="key",
        error_messages={"required": _("Choose the post that owns it.")},
    )
    starts = day(_("First day"), _("Say when it begins."))
    ends = day(_("Last day"), _("Say when it ends: what is tried has an end."))
    design = words(_("How you will judge whether it worked"), _("Say how you will judge whether it worked."))
    idea = forms.ModelChoiceField(
        label=_("Idea of the driver diagram that it tries"),
        queryset=DriverNode.objects.none(),
        empty_label=_("None"),
        to_field_name="key",
        required=False,
    )

    def said(self) -> dict[str, Any]:
        """What the verb is told of the initiative itself."""
        names = ("title", "owner", "starts", "ends", "design")
        return {name: self.cleaned_data[name] for name in names} | {"idea": self.cleaned_data.get("idea")}


class Predicted(Chosen):
    """What it is to move: the size is typed as the measure's figures are shown."""

    series: Series | None = None
    measure = forms.ChoiceField(
        label=_("What it is to move"), error_messages={"required": _("Choose the measure that it is to move.")}
    )
    unit = forms.ModelChoiceField(
        label=_("Where"),
        queryset=Unit.objects.none(),
        empty_label=_("Choose a unit"),
        to_field_name="key",
        error_messages={"required": _("Choose the unit.")},
    )
    direction = forms.ChoiceField(
        label=_("Which way"),
        choices=[("up", _("up")), ("down", _("down"))],
        error_messages={"required": _("Say which way it is to go.")},
    )
    change = forms.FloatField(
        label=_("By how much"),
        help_text=_("As its figures are shown, without a sign; of a share in percentage points: 2 from 80 % to 82 %."),
        widget=forms.NumberInput({"step": "any", "inputmode": "decimal"}),
        error_messages={"required": _("Say by how much, as a number."), "invalid": _("Give a number.")},
    )
    delay_days = forms.IntegerField(
        label=_("After how many days it shows"),
        min_value=0,
        max_value=MOST_DAYS,
        error_messages={"required": _("Say after how many days it shows.")},
    )

    def clean(self) -> dict[str, Any]:
        """A measure that is reported in the unit."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("measure") and given.get("unit"):
            rows = Series.objects.filter(measure__key=given["measure"], unit=given["unit"], stratum="total")
            self.series = rows.select_related("measure", "unit").first()
            if self.series is None:
                self.add_error("unit", gettext("No figures of this measure are expected there: choose another unit."))
        return given

    def prediction(self) -> Prediction:
        """What it comes to, the size as figures are stored."""
        series = self.series
        if series is None:
            raise ValueError("asked of a form that is not valid")
        given = self.cleaned_data
        stored = given["change"] / self.choices.versions[given["measure"]].multiplier
        return Prediction(series, given["direction"], stored, given["delay_days"])


class StartForm(WhatIsTried, Predicted):
    """All that an initiative begins with; more figures and the hours of other posts come after."""

    hours_a_week = forms.FloatField(
        label=_("Hours a week it takes of its owner"),
        min_value=0,
        max_value=MOST_HOURS,
        required=False,
    )
    field_order = (
        "title", "owner", "starts", "ends", "measure", "unit", "direction", "change", "delay_days",
        "design", "idea", "hours_a_week",
    )  # fmt: skip


class HoursForm(Chosen):
    """How many hours a week of a post it takes; none takes the post off."""

    post = forms.ModelChoiceField(
        label=_("Post"),
        queryset=Post.objects.none(),
        empty_label=_("Choose a post"),
        to_field_name="key",
        error_messages={"required": _("Choose the post.")},
    )
    hours_a_week = forms.FloatField(
        label=_("Hours a week"),
        min_value=0,
        max_value=MOST_HOURS,
        help_text=_("0: nothing any more."),
        error_messages={"required": _("Say how many hours a week.")},
    )
