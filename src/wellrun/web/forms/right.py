"""Who may decide on what, where, up to what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wellrun.organisation.kinds_of_right import KINDS
from wellrun.organisation.models import Post, Unit
from wellrun.reviews.models import Forum
from wellrun.web.forms.fields import amount
from wellrun.web.forms.obligation import PostChoice


class RightForm(forms.Form):
    """What it is a right to, where it holds and up to what; empty ceilings are none."""

    kind = forms.ChoiceField(
        label=_("May decide on"),
        choices=[("", _("Choose a kind of decision")), *KINDS.items()],
        error_messages={
            "required": _("Choose a kind of decision."),
            "invalid_choice": _("Choose a kind of decision."),
        },
    )
    scope = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Where"),
        to_field_name="key",
        empty_label=_("Choose a unit"),
        help_text=_("In this unit and all below it."),
        error_messages={
            "required": _("Choose where it holds."),
            "invalid_choice": _("Choose a unit that you chair."),
        },
    )
    spending_ceiling = amount(_("Up to how much money a year"), _("In the site's currency; empty: without a ceiling."))
    staffing_ceiling = amount(_("Up to how many staff"), _("Full-time equivalents; empty: without a ceiling."))

    def __init__(self, *sent: Any, units: QuerySet[Unit], **named: Any) -> None:
        super().__init__(*sent, **named)
        self.fields["scope"].queryset = units  # type: ignore[attr-defined]


class NewRightForm(RightForm):
    """The same with who is to have it: a post or a forum."""

    post = PostChoice(
        Post.objects.none(),
        label=_("Post"),
        to_field_name="key",
        required=False,
        empty_label=_("No post: a forum"),
        error_messages={"invalid_choice": _("Choose a post of a unit that you chair.")},
    )
    forum = forms.ModelChoiceField(
        Forum.objects.none(),
        label=_("Or forum"),
        to_field_name="key",
        required=False,
        empty_label=_("No forum: a post"),
        error_messages={"invalid_choice": _("Choose a forum of a unit that you chair.")},
    )

    field_order = ("post", "forum", "kind", "scope", "spending_ceiling", "staffing_ceiling")

    def __init__(
        self, *sent: Any, units: QuerySet[Unit], posts: QuerySet[Post], forums: QuerySet[Forum], **named: Any
    ) -> None:
        super().__init__(*sent, units=units, **named)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["forum"].queryset = forums  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two, and not both."""
        given = super().clean() or {}
        if (
            "post" not in self.errors
            and "forum" not in self.errors
            and bool(given.get("post")) == bool(given.get("forum"))
        ):
            self.add_error("post", gettext("Choose a post or a forum, and one of them only."))
        return given
