"""The three ways to close an item, a form each."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.execution.models import Decision
from wellrun.organisation.models import Post
from wellrun.reviews.actions import ActionSpec, DecisionSpec, EscalationSpec
from wellrun.reviews.actions.outcomes import OutcomeSpec
from wellrun.web.forms.fields import LAST_DAY, Moment, day, words


class DecisionForm(forms.Form):
    """A choice, or none: both with a reason."""

    kind = forms.ChoiceField(
        label=_("What kind of decision?"),
        choices=[(Decision.Kind.CHOICE, _("A choice")), (Decision.Kind.NO_ACTION, _("No action"))],
        widget=forms.RadioSelect,
    )
    text = words(_("What is decided"), _("Say what was decided."))
    reason = words(_("Reason"), _("Say why; doing nothing needs a reason too."))
    look_back = day(_("Looks back on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A choice says what was chosen; "no action" needs no words but its reason.
        self.fields["text"].required = self["kind"].value() != Decision.Kind.NO_ACTION

    def spec(self, _post: Post | None, _zone: ZoneInfo) -> OutcomeSpec:
        """The outcome asked for."""
        said = self.cleaned_data
        return DecisionSpec(
            kind=Decision.Kind(said["kind"]), text=said["text"], reason=said["reason"], look_back=said["look_back"]
        )


class ActionForm(forms.Form):
    """One thing, by one day, and how one knows that it is done; the post is that of the third question."""

    title = forms.CharField(
        label=_("What will be done"), max_length=300, error_messages={"required": _("Say what is to be done.")}
    )
    due = day(_("Due"), _("Say by which day."))
    done_when = words(_("Done when"), _("Say how you will know that it is done."))
    look_back = day(_("Looks back on"))

    def spec(self, post: Post | None, _zone: ZoneInfo) -> OutcomeSpec:
        """The outcome asked for."""
        assert post is not None
        said = self.cleaned_data
        return ActionSpec(
            title=said["title"], done_when=said["done_when"], post=post, due=said["due"], look_back=said["look_back"]
        )


class EscalationForm(forms.Form):
    """What the tier above is asked, and by when it should answer, in the forum's own time."""

    question = words(_("What do you need from them?"), _("Say what you need from the tier above."))
    reply_by = forms.DateTimeField(
        label=_("Reply by"), widget=Moment(), error_messages={"required": _("Say by when you need the answer.")}
    )

    def clean_reply_by(self) -> datetime:
        """The day and time as they were typed; `spec` says in which zone."""
        moment: datetime = self.cleaned_data["reply_by"]
        if moment.date() > LAST_DAY:
            raise forms.ValidationError(_("Choose a nearer day."))
        return moment.replace(tzinfo=None)

    def spec(self, _post: Post | None, zone: ZoneInfo) -> OutcomeSpec:
        """The outcome asked for."""
        said = self.cleaned_data
        return EscalationSpec(question=said["question"], reply_by=said["reply_by"].replace(tzinfo=zone))
