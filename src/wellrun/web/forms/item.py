"""All the forms of one item: the answers to its questions and the three ways to close it share one `<form>`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.lib.errors import UserError
from wellrun.organisation.kinds_of_right import KINDS
from wellrun.organisation.models import Post
from wellrun.reviews.actions import Answers
from wellrun.reviews.actions.outcomes import OutcomeSpec
from wellrun.web.forms.fields import LONGEST
from wellrun.web.forms.outcome import ActionForm, DecisionForm, EscalationForm
from wellrun.web.forms.questions import Questions, seen
from wellrun.web.forms.refusal import show_refusal

OUTCOMES = ("decision", "action", "escalation")


# What a decision is about and how much it takes: asked of another forum where this one may not decide it.
_MATTER = ("about", "spending", "staffing")


class Reopen(forms.Form):
    """Why an item is opened again."""

    reason = forms.CharField(
        label=_("Why is it opened again?"),
        max_length=LONGEST,
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
    "feed_ended": "look_back",
    "reply_in_the_past": "reply_by",
    "spending_needed": "spending",
    "staffing_needed": "staffing",
    "amount_negative": "spending",
    "kind_unknown": "about",
    "kind_needed": "about",
}


class ItemForms:
    """The forms of one item, filled from what it knows or from what was sent; they share one `<form>`."""

    def __init__(self, start: Start, data: Any = None) -> None:
        if data is not None and data.get("hand_up"):
            data = _as_question(data)
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
        if error.code == "beyond_right":
            self.decision.refused_as_beyond = True
            self.escalation.initial.update({name: self.decision[name].value() for name in _MATTER})


def _as_question(data: Any) -> Any:
    """What was to be decided, handed up as a question in the same words; a question typed already stays."""
    sent = data.copy()
    sent["outcome"] = "escalation"
    for name in _MATTER:
        sent[f"escalation-{name}"] = sent.get(f"decision-{name}", "")
    if not sent.get("escalation-question", "").strip():
        said = {"text": sent.get("decision-text", "").strip(), "reason": sent.get("decision-reason", "").strip()}
        said["text"] = (said["text"] or str(KINDS.get(sent.get("decision-about", ""), ""))).rstrip(".")
        sent["escalation-question"] = _("To be decided by you: %(text)s. Reason given: %(reason)s") % said
    return sent


def _typed(data: Any, prefix: str, form: type[forms.Form]) -> dict[str, Any]:
    """What was sent for a form that was not chosen, so that it is still there when one changes one's mind."""
    if data is None:
        return {}
    return {name: data.get(f"{prefix}-{name}") for name in form.base_fields if f"{prefix}-{name}" in data}
