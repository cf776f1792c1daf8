"""What is believed to move what, and what a push may harm. Fields as the verbs name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellrun.strategy.library_links import Offers
from wellrun.web.forms.fields import words
from wellrun.web.forms.plans.choosing import Named, measures_to_choose
from wellrun.web.presenters.link_words import grade_hints, guard_names, push_names, sign_names

_LONGEST_DELAY = 3660


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=_LONGEST_DELAY,
        error_messages={"required": _("Give a number of days."), "invalid": _("Give a whole number of days.")},
    )


class LinkForm(forms.Form):
    """When the one moves, the other is expected to follow."""

    sign = forms.ChoiceField(label=_("Then"))
    delay_min_days = _days(_("Its effect shows after at least so many days"))
    delay_max_days = _days(_("And after at most so many days"))
    grade = forms.ChoiceField(label=_("How much there is to say for it"))
    source_text = words(_("Where this comes from"), _("Say where this comes from, and be it the judgement of whom."))
    caveat = words(_("What speaks against it"))

    field_order = ("lead", "sign", "lag", "delay_min_days", "delay_max_days", "grade", "source_text", "caveat")

    def __init__(self, *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        self.fields["lead"] = Named(_("When this rises"), measures_to_choose(), needed=_("Choose what moves first."))
        self.fields["lag"] = Named(_("Of this measure"), measures_to_choose(), needed=_("Choose what it moves."))
        _choices(self, "sign", sign_names())
        _choices(self, "grade", grade_hints())
        self.order_fields(self.field_order)


class TradeOffForm(forms.Form):
    """Pushing the one needs the other beside it."""

    push_direction = forms.ChoiceField(label=_("Which way"))
    guard_direction = forms.ChoiceField(label=_("The guard must"))
    mechanism = words(_("How the push could do harm"), _("Say how the push could do harm."))
    source_text = words(_("Where this comes from"), _("Say where this comes from, and be it the judgement of whom."))

    field_order = ("push", "push_direction", "guard", "guard_direction", "mechanism", "source_text")

    def __init__(self, *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        self.fields["push"] = Named(_("Pushing this"), measures_to_choose(), needed=_("Choose what is pushed."))
        self.fields["guard"] = Named(
            _("Needs this beside it"), measures_to_choose(), needed=_("Choose what watches the harm.")
        )
        _choices(self, "push_direction", push_names())
        _choices(self, "guard_direction", guard_names())
        self.order_fields(self.field_order)


class TakeForm(forms.Form):
    """Which of the library's links and trade-offs are taken over."""

    ids = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose what is to be taken over.")}
    )

    def __init__(self, offers: Offers, sent: Any = None) -> None:
        super().__init__(sent)
        ids = self.fields["ids"]
        assert isinstance(ids, forms.MultipleChoiceField)
        ids.choices = [(each, each) for each in offers.ids]


def _choices(form: forms.Form, name: str, names: Mapping[str, str]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(names.items())
