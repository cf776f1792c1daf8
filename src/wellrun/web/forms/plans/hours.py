"""The hours a week that a post declares for the initiatives of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellrun.organisation.models import Post


class HoursForm(forms.Form):
    """One post, chosen by key, and its hours."""

    post = forms.ModelChoiceField(
        label=_("Post"),
        queryset=Post.objects.none(),
        to_field_name="key",
        empty_label=_("Choose a post"),
        error_messages={
            "required": _("Choose the post."),
            "invalid_choice": _("Choose a post that is yours to declare for."),
        },
    )
    hours_a_week = forms.FloatField(
        label=_("Hours a week"),
        min_value=0,
        max_value=168,
        error_messages={
            "required": _("Say how many hours a week; none is 0."),
            "invalid": _("Give the hours as a number."),
            "min_value": _("Hours a week lie between 0 and 168."),
            "max_value": _("Hours a week lie between 0 and 168."),
        },
    )

    def __init__(self, posts: QuerySet[Post], *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        field = self.fields["post"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = posts
        field.widget.attrs["data-searchable"] = ""
        self.fields["hours_a_week"].widget.attrs |= {"step": "any", "inputmode": "decimal"}


class RowForm(forms.Form):
    """The hours of one post in its row of the list; the post goes with it unseen."""

    post = forms.CharField(widget=forms.HiddenInput)
    hours_a_week = HoursForm.base_fields["hours_a_week"]

    def __init__(
        self, key: str, title: str, sent: Mapping[str, Any] | None = None, *, hours: float | str | None = None
    ) -> None:
        super().__init__(sent, auto_id=f"id_{key}_%s", initial={"post": key, "hours_a_week": hours})
        label = _("Hours a week of %(post)s")
        self.fields["hours_a_week"].label = label % {"post": title}
        self.fields["hours_a_week"].widget.attrs |= {"step": "any", "inputmode": "decimal"}
