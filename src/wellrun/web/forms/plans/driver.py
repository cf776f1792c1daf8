"""A box of a driver diagram, and the choice among boxes that links suggest. Fields as the verb names them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from wellrun.strategy.driver_suggestion import SuggestedDriver
from wellrun.strategy.models import DriverNode, Objective
from wellrun.web.forms.plans.choosing import Named, measures_to_choose
from wellrun.web.presenters.plans.driver_words import kind_hints

FIELDS = ("text", "kind", "parent", "measure")
_LONGEST = 200


class DriverForm(forms.Form):
    """What it says, what it is, below which box it hangs, and which measure follows it."""

    text = forms.CharField(
        label=_("What it says"),
        max_length=_LONGEST,
        error_messages={"required": _("Say it in a few words.")},
        help_text=_("A driver says what must be so; an idea says what could be done."),
    )
    kind = forms.ChoiceField(label=_("It is a"), error_messages={"required": _("Choose what it is.")})

    def __init__(self, objective: Objective, *sent: Any, node: DriverNode | None = None, **named: Any) -> None:
        """`node`: the box that is changed; it cannot hang below itself."""
        super().__init__(*sent, **named)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = list(kind_hints().items())
        rows = DriverNode.objects.filter(objective=objective).exclude(kind=DriverNode.Kind.IDEA)
        rows = rows.exclude(pk=node.pk) if node is not None else rows
        self.fields["parent"] = Named(
            _("It hangs below"),
            rows.annotate(shown_name=F("text")).order_by("kind", "position", "key"),
            empty=_("The aim itself"),
        )
        self.fields["measure"] = Named(_("Measure that follows it"), measures_to_choose(), empty=_("None yet"))
        self.order_fields(FIELDS)


class SuggestedForm(forms.Form):
    """Which of the suggested boxes are drawn; all of them unless somebody takes one out."""

    boxes = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose what is to be drawn.")}
    )

    def __init__(self, suggested: Sequence[SuggestedDriver], sent: Any = None) -> None:
        super().__init__(sent, initial={"boxes": [box.key for box in suggested]})
        self.suggested = suggested
        boxes = self.fields["boxes"]
        assert isinstance(boxes, forms.MultipleChoiceField)
        boxes.choices = [(box.key, box.text) for box in suggested]

    def chosen(self) -> list[SuggestedDriver]:
        """Those that were chosen, with the box that one of them hangs below, which is drawn with it."""
        keys = set(self.cleaned_data["boxes"])
        keys |= {box.parent for box in self.suggested if box.key in keys and box.parent}
        return [box for box in self.suggested if box.key in keys]
