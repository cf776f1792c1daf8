"""What a post or a chair says to an action: one small form a verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellrun.execution import actions
from wellrun.execution.models import Action
from wellrun.organisation.models import Post

Text = str | Promise


class Day(forms.DateInput):
    """A date as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _text(label: Text, *, required: bool = True, rows: int = 2) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=4000, widget=forms.Textarea({"rows": rows}))


class Nothing(forms.Form):
    """A verb that needs no words."""


class Counter(forms.Form):
    """Another date, and why."""

    due = forms.DateField(label=_("The date you propose"), widget=Day())
    text = _text(_("Why that date"))


class Reason(forms.Form):
    """Why."""

    reason = _text(_("Reason"))


class Words(forms.Form):
    """How it goes."""

    text = _text(_("How it goes"))


class Insist(forms.Form):
    """Why the first date stands."""

    text = _text(_("Why the date stands"))


class Evidence(forms.Form):
    """How it is seen that it is done."""

    evidence = _text(_("How it is seen that it is done"))


class Reply(forms.Form):
    """The answer to what was handed up."""

    reply = _text(_("The answer"), rows=4)


class Reassign(forms.Form):
    """Another post, and why; a new date where it needs one."""

    post = forms.ModelChoiceField(Post.objects.none(), label=_("Post to ask"))
    due = forms.DateField(label=_("Due"), required=False, widget=Day())
    reason = _text(_("Reason"))

    def __init__(self, *args: Any, posts: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if posts is not None:
            self.fields["post"].queryset = posts  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Verb:
    """Something that can be said to an action: its words, its form, what it calls, who may and when."""

    key: str
    label: Text
    done: Text
    form: type[forms.Form]
    call: Callable[..., Action]
    side: str  # post | chair
    states: tuple[str, ...]
    main: bool = False


VERBS = {
    verb.key: verb
    for verb in (
        Verb("accept", _("Accept"), _("Accepted: it is yours from now on."), Nothing, actions.accept_action,
             "post", ("proposed",), main=True),
        Verb("counter", _("Propose another date"), _("Your date was sent to the chair."), Counter,
             actions.counter_action, "post", ("proposed",)),
        Verb("decline", _("Decline"), _("Declined, and the chair sees why."), Reason, actions.decline_action,
             "post", ("proposed",)),
        Verb("progress", _("Say how it goes"), _("Noted."), Words, actions.report_progress, "post", ("accepted",)),
        Verb("complete", _("It is done"), _("Marked as done."), Evidence, actions.complete_action,
             "post", ("accepted",), main=True),
        Verb("agree", _("Agree to the date"), _("Agreed: the post has accepted with its date."), Nothing,
             actions.agree_counter, "chair", ("countered",), main=True),
        Verb("insist", _("Insist on the first date"), _("The post is asked again with the first date."), Insist,
             actions.insist, "chair", ("countered", "declined")),
        Verb("reassign", _("Ask another post"), _("The other post was asked."), Reassign, actions.reassign_action,
             "chair", ("proposed", "countered", "declined", "accepted")),
        Verb("cancel", _("Cancel it"), _("Cancelled."), Reason, actions.cancel_action,
             "chair", ("proposed", "countered", "declined", "accepted")),
        Verb("reopen", _("Open it again"), _("Open again."), Reason, actions.reopen_action, "either", ("done",)),
    )
}  # fmt: skip
