"""What a post or a chair says to an action: one small form a verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wellrun.execution import actions
from wellrun.execution.models import Action
from wellrun.organisation.models import Post
from wellrun.reviews import actions as reviewed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

HOW = {
    "planned": _("As planned"),
    "slower": _("Slower than planned"),
    "stuck": _("Stuck"),
}


class Day(forms.DateInput):
    """A date as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _text(
    label: str | _StrPromise, *, required: bool = True, rows: int = 2, hint: str | _StrPromise = ""
) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, required=required, max_length=4000, widget=widget, help_text=hint)


class Answer(forms.Form):
    """What is said to an action."""

    def given(self) -> dict[str, Any]:
        """What the verb is called with."""
        return dict(self.cleaned_data)


class Nothing(Answer):
    """A verb that needs no words."""


class Counter(Answer):
    """Another date, and why."""

    due = forms.DateField(label=_("The date you propose"), widget=Day())
    text = _text(_("Why that date"))


class Reason(Answer):
    """Why."""

    reason = _text(_("Reason"))


class HowItGoes(Answer):
    """How it goes: one press is enough, words where they help."""

    how = forms.ChoiceField(
        label=_("How it goes"),
        choices=list(HOW.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    text = _text(_("What the chair should know"), required=False)

    def given(self) -> dict[str, Any]:
        """The choice and the words in one text."""
        how, text = str(HOW[self.cleaned_data["how"]]), self.cleaned_data["text"].strip()
        return {"text": gettext("%(how)s. %(words)s") % {"how": how, "words": text} if text else how}


class Insist(Answer):
    """Why the first date stands."""

    text = _text(_("Why the date stands"))


class Evidence(Answer):
    """How it is seen that it is done; what was agreed stands there already."""

    evidence = _text(
        _("How it is seen that it is done"), hint=_("This is what was agreed. Change it to what you really see.")
    )


class Reply(forms.Form):
    """The answer to what was handed up."""

    reply = _text(_("The answer"), rows=4)


class Reassign(Answer):
    """Another post, and why; a new date where it needs one."""

    post = forms.ModelChoiceField(Post.objects.none(), label=_("Post to ask"), empty_label=_("Choose a post"))
    due = forms.DateField(label=_("Due"), required=False, widget=Day())
    reason = _text(_("Reason"))

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Post]", self.fields["post"]).queryset = posts


@dataclass(frozen=True)
class Verb:
    """Something that can be said to an action: its words, its form, what it calls, who may and when."""

    key: str
    label: str | _StrPromise
    done: str | _StrPromise
    form: type[Answer]
    call: Callable[..., Action]
    side: str  # post | chair
    states: tuple[str, ...]
    main: bool = False

    @property
    def asks(self) -> bool:
        """Whether it has a form to fill in first. A template cannot ask: it would call the form's class."""
        return bool(self.form.base_fields)


VERBS = {
    verb.key: verb
    for verb in (
        Verb("accept", _("Accept"), _("Accepted: it is yours from now on."), Nothing, actions.accept_action,
             "post", ("proposed",), main=True),
        Verb("counter", _("Propose another date"), _("Your date was sent to the chair."), Counter,
             actions.counter_action, "post", ("proposed",)),
        Verb("decline", _("Decline"), _("Declined, and the chair sees why."), Reason, actions.decline_action,
             "post", ("proposed",)),
        Verb("progress", _("Say how it goes"), _("Noted."), HowItGoes, actions.report_progress, "post", ("accepted",)),
        Verb("complete", _("It is done"), _("Marked as done."), Evidence, reviewed.complete_action,
             "post", ("accepted",), main=True),
        Verb("agree", _("Agree to the date"), _("Agreed: the post has accepted with its date."), Nothing,
             actions.agree_counter, "chair", ("countered",), main=True),
        Verb("insist", _("Insist on the first date"), _("The post is asked again with the first date."), Insist,
             actions.insist, "chair", ("countered", "declined")),
        Verb("reassign", _("Ask another post"), _("The other post was asked."), Reassign, actions.reassign_action,
             "chair", ("proposed", "countered", "declined", "accepted")),
        Verb("cancel", _("Cancel it"), _("Cancelled."), Reason, reviewed.cancel_action,
             "chair", ("proposed", "countered", "declined", "accepted")),
        Verb("reopen", _("Open it again"), _("Open again."), Reason, actions.reopen_action, "either", ("done",)),
    )
}  # fmt: skip
