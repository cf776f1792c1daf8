"""An item of a review: the answers to its questions, and the three ways to close it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from wellrun.execution.models import Decision
from wellrun.insight.models import Signal
from wellrun.lib.errors import UserError
from wellrun.organisation.models import Post
from wellrun.reviews.actions import ActionSpec, Answers, DecisionSpec, EscalationSpec
from wellrun.reviews.actions.outcomes import OutcomeSpec
from wellrun.web.counts import inside
from wellrun.web.forms.answers import Day
from wellrun.web.forms.refusal import show_refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OUTCOMES = ("decision", "action", "escalation")
# No plan reaches so far, and dates beyond it cannot be reckoned with.
LAST_DAY = date(2199, 12, 31)
_LONGEST = 4000


def _words(label: str | _StrPromise, needed: str | _StrPromise = "", *, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(needed),
        max_length=_LONGEST,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": needed} if needed else None,
    )


def _day(label: str | _StrPromise, needed: str | _StrPromise = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=bool(needed),
        widget=Day(),
        validators=[MaxValueValidator(LAST_DAY, _("Choose a nearer day."))],
        error_messages={"required": needed} if needed else None,
    )


class Moment(forms.DateTimeInput):
    """A day and a time as browsers ask for them."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class PostSelect(forms.Select):
    """Posts by unit; each option carries the post as it is said inside a sentence, for the button that names it."""

    def __init__(self) -> None:
        super().__init__({"data-searchable": "", "data-names": "post"})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option, with its words for a sentence."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        if option["value"]:
            option["attrs"]["data-said"] = inside(str(option["label"]))
        return option


def seen(text: str) -> str:
    """A mark of a text, whatever its line ends: two people who write in one field at once are told."""
    return sha256(_plain(text).encode("utf-8", "ignore")).hexdigest()[:16]


def _plain(text: str) -> str:
    return "\n".join(text.splitlines()).strip()


class Questions(forms.Form):
    """What is driving it; and from who chairs, who owns the next action and whether it is local or systemic."""

    drivers = _words(_("What is driving it?"))
    drivers_seen = forms.CharField(required=False, widget=forms.HiddenInput)
    post = forms.ChoiceField(
        label=_("Who owns the next action?"),
        required=False,
        widget=PostSelect(),
        error_messages={"invalid_choice": _("Choose one of the posts in the list.")},
    )
    scope = forms.ChoiceField(
        label=_("Local or systemic?"), required=False, choices=Signal.Scope.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, written: str, posts: Sequence[Post], may_chair: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written = written
        self.posts = {str(post.pk): post for post in posts}
        if may_chair:
            self.fields["post"].choices = [("", _("Choose a post")), *_by_unit(posts)]  # type: ignore[attr-defined]
        else:
            del self.fields["post"], self.fields["scope"]

    def clean_drivers(self) -> str | None:
        """The words where they were changed, else None; refused when someone else changed them meanwhile."""
        text, mark = _plain(self.cleaned_data["drivers"]), self.data.get(self.add_prefix("drivers_seen"), "")
        if seen(text) in (mark, seen(self.written)):
            return None
        if mark and mark != seen(self.written):
            sent: Any = self.data
            self.data = {**sent.dict(), self.add_prefix("drivers_seen"): seen(self.written)}
            raise forms.ValidationError(
                _("Someone wrote here in the meantime: “%(text)s” Put both together, then save again."),
                params={"text": self.written},
            )
        return text

    def answers(self) -> Answers:
        """What is to be written down; None where nothing was said or changed."""
        said = self.cleaned_data
        return Answers(
            drivers=said.get("drivers"), post=self.posts.get(said.get("post", "")), scope=said.get("scope") or None
        )


def _by_unit(posts: Sequence[Post]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for post in posts:
        groups.setdefault(post.unit.name, []).append((str(post.pk), post.title))
    return list(groups.items())


class DecisionForm(forms.Form):
    """A choice, or none: both with a reason."""

    kind = forms.ChoiceField(
        label=_("What kind of decision?"),
        choices=[(Decision.Kind.CHOICE, _("A choice")), (Decision.Kind.NO_ACTION, _("No action"))],
        widget=forms.RadioSelect,
    )
    text = _words(_("What is decided"), _("Say what was decided."))
    reason = _words(_("Reason"), _("Say why; doing nothing needs a reason too."))
    look_back = _day(_("Looks back on"))

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
    due = _day(_("Due"), _("Say by which day."))
    done_when = _words(_("Done when"), _("Say how you will know that it is done."))
    look_back = _day(_("Looks back on"))

    def spec(self, post: Post | None, _zone: ZoneInfo) -> OutcomeSpec:
        """The outcome asked for."""
        assert post is not None
        said = self.cleaned_data
        return ActionSpec(
            title=said["title"], done_when=said["done_when"], post=post, due=said["due"], look_back=said["look_back"]
        )


class EscalationForm(forms.Form):
    """What the tier above is asked, and by when it should answer, in the forum's own time."""

    question = _words(_("What do you need from them?"), _("Say what you need from the tier above."))
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


class Reopen(forms.Form):
    """Why an item is opened again."""

    reason = forms.CharField(
        label=_("Why is it opened again?"),
        max_length=_LONGEST,
        error_messages={"required": _("Say why the item is opened again.")},
    )


@dataclass(frozen=True, slots=True)
class Start:
    """What an item's forms begin with. `chosen`: the outcome that stands first."""

    written: str
    posts: Sequence[Post]
    may_chair: bool
    zone: ZoneInfo
    chosen: str
    answers: Mapping[str, Any]
    decision: Mapping[str, Any]
    action: Mapping[str, Any]
    escalation: Mapping[str, Any]


_QUESTION_OF = {"text_needed": "drivers", "post_retired": "post"}
_FIELD_OF = {
    "decision_needed": "text",
    "title_needed": "title",
    "done_when_needed": "done_when",
    "question_needed": "question",
    "reason_needed": "reason",
    "due_in_the_past": "due",
    "look_back_too_early": "look_back",
    "reply_in_the_past": "reply_by",
}


class ItemForms:
    """The forms of one item, filled from what it knows or from what was sent; they share one `<form>`."""

    def __init__(self, start: Start, data: Any = None) -> None:
        sent = data.get("outcome", "") if data is not None else start.chosen
        self.zone = start.zone
        self.chosen = sent if sent in OUTCOMES else ""
        self.refused = ""
        self.questions = Questions(
            data,
            initial={**start.answers, "drivers": start.written, "drivers_seen": seen(start.written)},
            written=start.written,
            posts=start.posts,
            may_chair=start.may_chair,
            use_required_attribute=False,
        )
        kinds: list[tuple[str, type[forms.Form], Mapping[str, Any]]] = [
            ("decision", DecisionForm, start.decision),
            ("action", ActionForm, start.action),
            ("escalation", EscalationForm, start.escalation),
        ]
        self.outcomes: dict[str, Any] = {
            # Only the one that was chosen is held to what it must say; the others keep what was typed.
            name: form(
                data if name == self.chosen else None,
                initial=_typed(data, name, form) or dict(initial),
                prefix=name,
                use_required_attribute=False,
            )
            for name, form, initial in kinds
        }

    @property
    def decision(self) -> DecisionForm:
        """The form of a decision."""
        return self.outcomes["decision"]  # type: ignore[no-any-return]

    @property
    def action(self) -> ActionForm:
        """The form of an action."""
        return self.outcomes["action"]  # type: ignore[no-any-return]

    @property
    def escalation(self) -> EscalationForm:
        """The form of an escalation."""
        return self.outcomes["escalation"]  # type: ignore[no-any-return]

    def may_answer(self) -> bool:
        """Whether the answers to the questions can be written down."""
        return self.questions.is_valid()

    def may_settle(self) -> bool:
        """Whether all that closing needs was said; what is missing stands at its field."""
        answered = self.questions.is_valid()
        if not self.chosen:
            self.refused = str(_("An item closes with a decision, an action or an escalation. Choose one."))
            return False
        complete = self.outcomes[self.chosen].is_valid()
        if self.chosen == "action" and not self.questions.data.get("post"):
            self.questions.add_error("post", _("Choose the post that will be asked."))
            return False
        return answered and complete

    def answers(self) -> Answers:
        """The answers to the questions."""
        return self.questions.answers()

    def outcome(self) -> OutcomeSpec:
        """The outcome that was chosen."""
        spec: OutcomeSpec = self.outcomes[self.chosen].spec(self.answers().post, self.zone)
        return spec

    def refuse(self, error: UserError) -> None:
        """Show a room's refusal where it belongs."""
        if error.code in _QUESTION_OF or not self.chosen:
            show_refusal(self.questions, error, _QUESTION_OF)
        else:
            show_refusal(self.outcomes[self.chosen], error, _FIELD_OF)


def _typed(data: Any, prefix: str, form: type[forms.Form]) -> dict[str, Any]:
    """What was sent for a form that was not chosen, so that it is still there when one changes one's mind."""
    if data is None:
        return {}
    return {name: data.get(f"{prefix}-{name}") for name in form.base_fields if f"{prefix}-{name}" in data}
