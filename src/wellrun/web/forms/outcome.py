"""The three ways to close an item, a form each."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.execution.models import Decision
from wellrun.organisation.kinds_of_right import KINDS
from wellrun.organisation.models import Post
from wellrun.reviews.actions import ActionSpec, DecisionSpec, EscalationSpec
from wellrun.reviews.actions.outcomes import OutcomeSpec
from wellrun.reviews.deciding import Matter
from wellrun.web.forms.fields import LAST_DAY, Moment, amount, day, words


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
    about = forms.ChoiceField(
        label=_("It decides on"),
        required=False,
        choices=[("", _("None of these")), *KINDS.items()],
        help_text=_("Is held against what the forum and its chair may decide."),
        error_messages={"invalid_choice": _("Choose a kind of decision.")},
    )
    spending = amount(_("How much money a year"), _("In the site's currency."))
    staffing = amount(_("How many staff"), _("Full-time equivalents."))
    beyond_right = forms.BooleanField(label=_("Decide it here all the same; the record says so"), required=False)

    # Who may decide it instead, once a decision was refused as beyond the right of the forum.
    refused_as_beyond = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A choice says what was chosen; "no action" needs no words but its reason.
        self.fields["text"].required = self["kind"].value() != Decision.Kind.NO_ACTION

    def spec(self, _post: Post | None, _zone: ZoneInfo) -> OutcomeSpec:
        """The outcome asked for."""
        said = self.cleaned_data
        return DecisionSpec(
            kind=Decision.Kind(said["kind"]),
            text=said["text"],
            reason=said["reason"],
            look_back=said["look_back"],
            about=said["about"],
            spending=said["spending"],
            staffing=said["staffing"],
            beyond_right=said["beyond_right"],
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

    # What a refused decision was about: it is asked of the forum that may decide it.
    about = forms.ChoiceField(required=False, choices=[("", ""), *KINDS.items()], widget=forms.HiddenInput())
    spending = forms.FloatField(required=False, min_value=0, widget=forms.HiddenInput())
    staffing = forms.FloatField(required=False, min_value=0, widget=forms.HiddenInput())

    def matter(self, unit_id: UUID) -> Matter | None:
        """What it asks to decide on, of a unit; None where it asks for no decision of that kind."""
        about = self["about"].value()
        if about not in KINDS:
            return None
        return Matter(about, unit_id, self._amount("spending"), self._amount("staffing"))

    def _amount(self, name: str) -> float | None:
        try:
            amount: float | None = self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return None
        return amount

    def clean_reply_by(self) -> datetime:
        """The day and time as they were typed; `spec` says in which zone."""
        moment: datetime = self.cleaned_data["reply_by"]
        if moment.date() > LAST_DAY:
            raise forms.ValidationError(_("Choose a nearer day."))
        return moment.replace(tzinfo=None)

    def spec(self, _post: Post | None, zone: ZoneInfo) -> OutcomeSpec:
        """The outcome asked for."""
        said = self.cleaned_data
        return EscalationSpec(
            question=said["question"],
            reply_by=said["reply_by"].replace(tzinfo=zone),
            about=said["about"],
            spending=said["spending"],
            staffing=said["staffing"],
        )
