"""An exception to a rule of the model check: why, who says so, until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellrun.organisation.models import Post
from wellrun.web import dates


class WaiverForm(forms.Form):
    """A rule is set aside with a reason, by a post, until a day to come."""

    reason = forms.CharField(
        label=_("Why it is set aside"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )
    post = forms.ModelChoiceField(
        label=_("Who says so"),
        queryset=Post.objects.none(),
        empty_label=_("Choose a post"),
        error_messages={"required": _("Choose the post that says so.")},
    )
    expires = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Say until when."), "invalid": _("Give a date.")},
    )

    def __init__(self, posts: QuerySet[Post], today: date, last: date, *sent: Any, **named: Any) -> None:
        """`last`: the last day an exception of this plan may hold."""
        super().__init__(*sent, **named)
        self.today = today
        until = {"day": dates.day(last, year=True)}
        self.fields["expires"].help_text = _("At most until %(day)s: an exception ends with its plan.") % until
        self.fields["expires"].widget.attrs["max"] = last.isoformat()
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]

    def clean_expires(self) -> date:
        """An exception that has run out sets nothing aside."""
        expires: date = self.cleaned_data["expires"]
        if expires < self.today:
            raise forms.ValidationError(_("Choose a day to come: an exception that has run out sets nothing aside."))
        return expires
