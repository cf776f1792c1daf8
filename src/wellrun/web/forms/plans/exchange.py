"""What is said in an exchange: a part is asked for, answered otherwise, agreed, taken back. A form a verb."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import Post, Unit
from wellrun.web import figures
from wellrun.web.forms.fields import words
from wellrun.web.forms.typed import typed_in
from wellrun.web.presenters.rows import figure_format

LONGEST_TITLE = 200


class Answer(forms.Form):
    """What is said to a turn that was read: `to_turn` is its number."""

    to_turn = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = words(_("Words to go with it"))

    def given(self) -> dict[str, Any]:
        """What the verb is called with."""
        return {"text": self.cleaned_data["text"], "to_turn": self.cleaned_data["to_turn"]}


class Withdraw(Answer):
    """Take it back, and why."""

    text = words(_("Why it is taken back"))


class Part(Answer):
    """A part of the gap: what, how much, why. The amount is typed as the figures of the measure are shown."""

    title = forms.CharField(
        label=_("What the unit would reach"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Say what the unit would reach.")},
    )
    contribution = forms.FloatField(
        label=_("How much of the gap"),
        required=False,
        min_value=0,
        error_messages={"min_value": _("Say how much of the gap as a number from 0 up.")},
    )

    field_order = ("to_turn", "unit", "post", "title", "contribution", "text")

    def __init__(self, *args: Any, version: MeasureVersion | None, left: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form = figure_format(version) if version else figures.PLAIN
        self.multiplier = form.multiplier
        amount = self.fields["contribution"]
        amount.widget.attrs |= {"step": "any", "inputmode": "decimal"}
        amount.help_text = " ".join(part for part in (typed_in(form, distance=True), left) if part)

    def given(self) -> dict[str, Any]:
        """The amount as it is stored."""
        amount = self.cleaned_data["contribution"]
        stored = None if amount is None else amount / self.multiplier
        return {**super().given(), "title": self.cleaned_data["title"], "contribution": stored}


class Counter(Part):
    """Another part than was asked for, with the reason."""

    text = words(_("Why"), _("Say why, so that the other side can answer."))


class ProposeAgain(Part):
    """The same exchange, asked anew."""

    text = words(_("Why"))


class Propose(Part):
    """A unit is asked, and the post that answers for it."""

    text = words(_("Why it is asked"))
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        to_field_name="key",
        empty_label=_("Choose a unit"),
        widget=forms.Select({"data-searchable": ""}),
        error_messages={"required": _("Choose the unit that is asked."), "invalid_choice": _("Choose a unit you see.")},
    )
    post = forms.ModelChoiceField(
        Post.objects.none(),
        label=_("Post that answers"),
        to_field_name="key",
        empty_label=_("Choose a post"),
        widget=forms.Select({"data-searchable": ""}),
        error_messages={"required": _("Choose the post that answers."), "invalid_choice": _("Choose a post you see.")},
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_order = posts.select_related("unit").order_by("unit__name", "unit__key", "title")
        self.fields["unit"].queryset = units.order_by("name")  # type: ignore[attr-defined]
        self.fields["post"].queryset = in_order  # type: ignore[attr-defined]
        self.fields["post"].choices = [("", gettext("Choose a post")), *_by_unit(in_order)]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """Who is asked as well."""
        return {**super().given(), "unit": self.cleaned_data["unit"], "post": self.cleaned_data["post"]}


def shown(stored: float | None, version: MeasureVersion | None) -> float | None:
    """An amount as it is typed and shown."""
    if stored is None:
        return None
    return round(stored * (version.multiplier if version else 1.0), 9)


def _by_unit(posts: Iterable[Post]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = groupby(posts, key=lambda post: (post.unit.key, post.unit.name))
    return [(name, [(post.key, post.title) for post in found]) for (_key, name), found in groups]
