"""What is said of a quarter: what is pushed in it, key results on measures that are there, how sure one is, its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wellrun.measures.models import Series
from wellrun.organisation.models import Post
from wellrun.strategy.models import KeyResult
from wellrun.web import figures
from wellrun.web.forms.fields import LONGEST, words

LONGEST_TITLE = 200


class Push(forms.Form):
    """What of an objective is pushed in which quarter of the cycle."""

    starts = forms.ChoiceField(label=_("Quarter"), error_messages={"required": _("Choose a quarter.")})
    title = forms.CharField(
        label=_("What is pushed in it"),
        max_length=LONGEST_TITLE,
        help_text=_("The part of the objective that these three months are for."),
        error_messages={"required": _("Say what is pushed in the quarter.")},
    )

    def __init__(self, *args: Any, quarters: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts"].choices = quarters  # type: ignore[attr-defined]

    def clean_starts(self) -> date:
        """The first day of the quarter."""
        return date.fromisoformat(self.cleaned_data["starts"])


@dataclass(frozen=True)
class Choice:
    """A series that a key result may be on: its measure's name, how it is listed and shown, where it would begin.

    `begins`: None where no figure has come.
    """

    series: Series
    name: str
    label: str
    form: figures.FigureFormat
    begins: float | None

    @property
    def key(self) -> str:
        """As an address names it."""
        return f"{self.series.measure.key}/{self.series.unit.key}"


class KeyResultForm(forms.Form):
    """A value wanted of one of the objective's measures. Numbers are typed as the figures are shown."""

    series = forms.ChoiceField(
        label=_("Measure"),
        widget=forms.Select({"data-searchable": ""}),
        error_messages={
            "required": _("Choose one of the objective's measures."),
            "invalid_choice": _("Choose one of the objective's measures."),
        },
    )
    start = forms.FloatField(label=_("From"), required=False)
    aim = forms.FloatField(
        label=_("To, by the end of the quarter"), error_messages={"required": _("Say which value is wanted.")}
    )
    commitment = forms.ChoiceField(
        label=_("How it is meant"),
        choices=[
            (KeyResult.Commitment.COMMITTED, _("Committed: we will reach it")),
            (KeyResult.Commitment.ASPIRATIONAL, _("Aspirational: we stretch for it")),
        ],
        initial=KeyResult.Commitment.COMMITTED,
        widget=forms.RadioSelect,
    )
    owner = forms.ModelChoiceField(
        Post.objects.none(),
        label=_("Post that answers for it"),
        required=False,
        to_field_name="key",
        empty_label=_("The owner of the objective"),
        widget=forms.Select({"data-searchable": ""}),
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = {one.key: one for one in choices}
        listed = [("", gettext("Choose a measure")), *((one.key, one.label) for one in choices)]
        self.fields["series"].choices = listed  # type: ignore[attr-defined]
        self.fields["owner"].queryset = posts.order_by("title")  # type: ignore[attr-defined]
        shown = _("As the figures of the measure are shown: of a share, 80 for 80 %.")
        self.fields["aim"].help_text = shown
        self.fields["start"].help_text = f"{shown} {gettext('Left empty, it is the last figure before the quarter.')}"
        for name in ("start", "aim"):
            self.fields[name].widget.attrs |= {"step": "any", "inputmode": "decimal"}

    def clean(self) -> dict[str, Any]:
        """The values as they are stored; without a beginning, that of the figures."""
        said: dict[str, Any] = super().clean() or {}
        chosen = self.choices.get(said.get("series", ""))
        if chosen is None:
            return said
        for name in ("start", "aim"):
            if said.get(name) is not None:
                said[name] = said[name] / chosen.form.multiplier
        if "start" in said and said["start"] is None:
            said["start"] = chosen.begins
            if chosen.begins is None:
                self.add_error("start", _("No figure has come yet: say from where it begins."))
        return said

    def given(self) -> dict[str, Any]:
        """What the verb is called with."""
        said = self.cleaned_data
        named = {name: said[name] for name in ("start", "aim", "commitment", "owner")}
        return {"series": self.choices[said["series"]].series, **named}


class Confidence(forms.Form):
    """How sure one is, 0 to 10: one press, and words where they help."""

    text = forms.CharField(
        label=_("What makes you think so"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    confidence = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Press one of the numbers."), "invalid": _("Press one of the numbers.")},
    )


class Close(forms.Form):
    """What was learned; with it the quarter is over. Before its last day that is asked for by a tick."""

    learning = words(_("What was learned in the quarter"), _("Say what was learned in the quarter."), rows=4)
    early = forms.BooleanField(
        error_messages={"required": _("Tick that it is to be closed before its last day, or leave it open.")}
    )

    def __init__(self, *args: Any, runs_to: str, **kwargs: Any) -> None:
        """`runs_to`: its last day where that is not over; empty where it is, and nothing is asked."""
        super().__init__(*args, **kwargs)
        if runs_to:
            self.fields["early"].label = gettext("Close it before its last day, %(day)s") % {"day": runs_to}
        else:
            del self.fields["early"]


def as_shown(stored: float | None, form: figures.FigureFormat) -> float | None:
    """A stored value as it is typed and shown."""
    return None if stored is None else round(stored * form.multiplier, 9)


def initial_of(one: KeyResult | None, form: figures.FigureFormat, known: Mapping[str, Any]) -> dict[str, Any]:
    """The first words of a key result that stands already; what the address says comes before it."""
    if one is None:
        return dict(known)
    own = {
        "start": as_shown(one.start, form),
        "aim": as_shown(one.aim, form),
        "commitment": one.commitment,
        "owner": one.owner.key if one.owner else "",
    }
    return own | dict(known)
