"""The questions of an item that people answer: what drives it, who owns the next action, local or systemic."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.insight.models import Signal
from wellrun.organisation.models import Post
from wellrun.reviews.actions import Answers
from wellrun.web.counts import inside
from wellrun.web.forms.fields import words


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

    drivers = words(_("What is driving it?"))
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
