"""What is stopped or paused in a cycle: what, since when, by which post, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellrun.organisation.models import Post
from wellrun.strategy.models import Stopped
from wellrun.web.forms.fields import day, words


class StopForm(forms.Form):
    """One entry of the stop list; posts are chosen by key."""

    title = forms.CharField(
        label=_("What is stopped"), max_length=200, error_messages={"required": _("Say what is stopped.")}
    )
    kind = forms.ChoiceField(
        label=_("Stopped or paused"),
        choices=[(Stopped.Kind.STOPPED, _("Stopped for good")), (Stopped.Kind.PAUSED, _("Paused"))],
        initial=Stopped.Kind.STOPPED,
    )
    because = words(_("Why"), _("Say why."), rows=3)
    post = forms.ModelChoiceField(
        label=_("Who stops it"),
        queryset=Post.objects.none(),
        to_field_name="key",
        empty_label=_("Choose a post"),
        error_messages={"required": _("Choose the post that stops it.")},
    )
    from_date = day(_("From when"), _("Say from when."))

    def __init__(self, posts: QuerySet[Post], *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        field = self.fields["post"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = posts
        field.widget.attrs["data-searchable"] = ""
