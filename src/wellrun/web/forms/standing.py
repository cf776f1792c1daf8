"""A measure and a forum that looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellrun.reviews.models import Forum


class BeforeForum(forms.Form):
    """Which forum looks at a measure."""

    forum = forms.ModelChoiceField(
        label=_("Forum"),
        queryset=Forum.objects.none(),
        empty_label=_("Choose a forum"),
        to_field_name="key",
        error_messages={"required": _("Choose the forum.")},
    )

    def __init__(self, forums: QuerySet[Forum], *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        field: Any = self.fields["forum"]
        field.queryset = forums
        field.label_from_instance = lambda forum: (
            _("%(forum)s, %(unit)s")
            % {
                "forum": forum.name,
                "unit": forum.unit.name,
            }
        )


class OnAgenda(forms.Form):
    """Which measure a forum looks at."""

    measure = forms.ChoiceField(label=_("Measure"), error_messages={"required": _("Choose the measure.")})

    def __init__(self, measures: Sequence[tuple[str, str]], *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        field: Any = self.fields["measure"]
        field.choices = [("", "---------"), *measures]
