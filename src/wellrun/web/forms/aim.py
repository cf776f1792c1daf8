"""The aim of a measure in a unit. Typed as its figures are shown, `given` as they are kept; fields as the verb says."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wellrun.accounts.models import User
from wellrun.measures.models import MeasureVersion, Target
from wellrun.organisation.models import Post, Unit
from wellrun.web.forms.fields import day, words
from wellrun.web.forms.plans.choosing import Named, posts_for
from wellrun.web.forms.typed import typed_in
from wellrun.web.presenters.rows import figure_format

SCALED = ("value", "low", "high", "baseline")
FIELDS = (*SCALED, "by_date", "baseline_points", "commitment", "post", "source_text")
_MOST_POINTS = 10_000


class AimForm(forms.Form):
    """One value, or a range from and to; by when, how firmly, from which baseline, and who says so."""

    value = forms.FloatField(label=_("The value wanted"), required=False)
    low = forms.FloatField(label=_("Or a range: from"), required=False)
    high = forms.FloatField(label=_("To"), required=False)
    by_date = day(_("By"))
    commitment = forms.ChoiceField(
        label=_("How firmly"),
        choices=[
            (Target.Commitment.COMMITTED, _("Committed: we answer for reaching it")),
            (Target.Commitment.ASPIRATIONAL, _("Hoped for: to stretch, and not to be blamed for")),
        ],
    )
    baseline = forms.FloatField(label=_("Baseline: where it starts from"), required=False)
    baseline_points = forms.IntegerField(
        label=_("How many figures the baseline is taken from"), required=False, min_value=1, max_value=_MOST_POINTS
    )
    source_text = words(_("Who says so, and on what grounds"))

    field_order = (
        *("value", "low", "high", "by_date", "commitment"),
        *("baseline", "baseline_points", "post", "source_text"),
    )

    def __init__(
        self, user: User, unit: Unit, version: MeasureVersion, *sent: Any, post: Post | None = None, **named: Any
    ) -> None:
        """`post`: for which the aim in force is set, if any."""
        super().__init__(*sent, **named)
        self.shown_as = figure_format(version)
        for name in SCALED:
            self.fields[name].widget.attrs.update({"step": "any", "inputmode": "decimal"})
            self.fields[name].error_messages["invalid"] = gettext("Give it as a number.")
            self.fields[name].help_text = typed_in(self.shown_as)
        self.fields["post"] = Named(
            _("Set for one post alone"),
            posts_for(user, unit.pk, post),
            empty=_("No: it is an aim of the unit"),
            help_text=_("A result of a whole team is seldom one person's doing: the check asks about it."),
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """A value or a range, each a number."""
        given = super().clean() or {}
        for name in SCALED:
            number = given.get(name)
            if number is not None and not math.isfinite(number):
                self.add_error(name, gettext("Give it as a number."))
        value, low, high = (given.get(name) for name in ("value", "low", "high"))
        if self.errors:
            return given
        if value is None and low is None and high is None:
            self.add_error("value", gettext("Say what is wanted: a value, or a range."))
        elif value is not None and (low is not None or high is not None):
            self.add_error("value", gettext("Say one value or a range, not both."))
        elif value is None and (low is None or high is None or low >= high):
            self.add_error("low", gettext("A range goes from a lower to a higher figure."))
        return given

    def given(self) -> dict[str, Any]:
        """As the verb takes it: figures as they are stored, a proportion 0 to 1."""
        said = dict(self.cleaned_data)
        for name in SCALED:
            said[name] = None if said[name] is None else said[name] / self.shown_as.multiplier
        said["source_text"] = said["source_text"].strip()
        return said
