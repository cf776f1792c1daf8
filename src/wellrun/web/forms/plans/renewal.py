"""Which exceptions of the plan before still hold, why, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from wellrun.jobs.renewing import Renewable, Renewal

ALL = "all"


@dataclass(frozen=True)
class RenewalRow:
    """One of them with its fields; `is_open`: its reason or day was changed, or is refused."""

    one: Renewable
    tick: BoundField
    reason: BoundField
    expires: BoundField

    @property
    def is_open(self) -> bool:
        """Whether what is wrong stands in a field that is folded away otherwise."""
        return bool(self.reason.errors or self.expires.errors)


class RenewalForm(forms.Form):
    """Three fields for each; what is not ticked is not read."""

    def __init__(
        self, offered: Sequence[Renewable], today: date, last: date, *sent: Any, ticked: bool = False, **named: Any
    ) -> None:
        super().__init__(*sent, **named)
        self.offered = [one for one in offered if not one.is_post_gone]
        self.today, self.last = today, last
        for one in self.offered:
            name = one.then.pk.hex
            self.fields[f"tick-{name}"] = forms.BooleanField(label=_("It still holds"), required=False, initial=ticked)
            self.fields[f"reason-{name}"] = forms.CharField(
                label=_("Why it is set aside"),
                max_length=1000,
                required=False,
                initial=one.then.reason,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"expires-{name}"] = forms.DateField(
                label=_("Until"),
                required=False,
                initial=one.expires,
                widget=forms.DateInput(
                    attrs={"type": "date", "min": today.isoformat(), "max": last.isoformat()}, format="%Y-%m-%d"
                ),
                error_messages={"invalid": _("Give a date.")},
            )

    def rows(self) -> list[RenewalRow]:
        """The fields, one exception at a time."""
        names = [(one, one.then.pk.hex) for one in self.offered]
        return [RenewalRow(one, self[f"tick-{n}"], self[f"reason-{n}"], self[f"expires-{n}"]) for one, n in names]

    def clean(self) -> dict[str, Any]:
        """Something is ticked, and what is has a reason and a day on which the plan still runs."""
        given: dict[str, Any] = super().clean() or {}
        ticked = [one.then.pk.hex for one in self.offered if given.get(f"tick-{one.then.pk.hex}")]
        if not ticked:
            self.add_error(None, _("Tick at least one that still holds."))
        for name in ticked:
            expires = given.get(f"expires-{name}")
            if not (given.get(f"reason-{name}") or "").strip():
                self.add_error(f"reason-{name}", _("Say why."))
            if f"expires-{name}" not in self.errors and expires is None:
                self.add_error(f"expires-{name}", _("Say until when."))
            elif expires is not None and not self.today <= expires <= self.last:
                self.add_error(f"expires-{name}", _("An exception ends with its plan: choose a day before that."))
        # What is wrong where nothing is ticked is nobody's concern.
        for field in [one for one in self.errors if one != "__all__" and one.partition("-")[2] not in ticked]:
            del self.errors[field]
        return given

    def renewals(self) -> list[Renewal]:
        """What is ticked, as it shall be stated."""
        given = self.cleaned_data
        names = [(one, one.then.pk.hex) for one in self.offered]
        return [
            Renewal(one.rule, one.subject, given[f"reason-{n}"], given[f"expires-{n}"])
            for one, n in names
            if given.get(f"tick-{n}")
        ]
