"""A strict order of a few things: by numbers, by buttons that move one up or down, and as it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

_PLACE = "place-"


class OrderForm(forms.Form):
    """What stands in the order, one number each. `read`: the order in force when the form was opened.

    `titles`: by key, in the order in force. `shown`: the keys in the order in which the page shows them, which may be
    another one that is not saved yet, and `read` the order in force when it was first opened.
    """

    read = forms.CharField(widget=forms.HiddenInput, required=False)
    order = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, titles: Mapping[str, str], *sent: Any, shown: Sequence[str] = (), read: Sequence[str] = ()
    ) -> None:
        super().__init__(*sent)
        self.titles = titles
        posted = self.data.get("order", "") if self.is_bound else ""
        self.shown = _completed(posted.split(",") if posted else shown, titles)
        self.fields["read"].initial = ",".join(read or titles)
        self.fields["order"].initial = ",".join(self.shown)
        for place, key in enumerate(self.shown, start=1):
            self.fields[f"{_PLACE}{key}"] = _place_field(titles[key], place, len(titles))

    @property
    def was_read(self) -> list[str]:
        """The keys in the order from which this one was put together."""
        return [key for key in self.cleaned_data.get("read", "").split(",") if key]

    @property
    def wanted(self) -> list[str]:
        """The keys in the order asked for: numbers that were changed hold, the others keep their turn."""
        return placed(self.shown, self._typed())

    def moved(self) -> tuple[list[str], str] | None:
        """The order after the button that was pressed, and what it moved; None where none was."""
        way, _sep, key = self.data.get("move", "").partition(" ")
        order = self.wanted
        if way not in ("up", "down") or key not in order:
            return None
        at = order.index(key)
        to = min(max(at + (-1 if way == "up" else 1), 0), len(order) - 1)
        order.insert(to, order.pop(at))
        return order, key

    def clean(self) -> dict[str, Any]:
        """No two may be given the same place."""
        typed = {key: place for key, place in self._typed().items() if place != self.shown.index(key) + 1}
        times = Counter(typed.values())
        for key, place in typed.items():
            if times[place] > 1:
                sentence = _("Two are to have place %(place)d: give each its own.") % {"place": place}
                self.add_error(f"{_PLACE}{key}", sentence)
        return self.cleaned_data

    def field_of(self, key: str) -> forms.BoundField:
        """The number of one."""
        return self[f"{_PLACE}{key}"]

    def _typed(self) -> dict[str, int]:
        given = ((key, self.cleaned_data.get(f"{_PLACE}{key}")) for key in self.shown)
        return {key: place for key, place in given if place is not None}


def placed(shown: Sequence[str], typed: Mapping[str, int]) -> list[str]:
    """The order in which each has the place typed for it, where that is another than it has."""
    moved = {key: place for key, place in typed.items() if place != shown.index(key) + 1}
    order = [key for key in shown if key not in moved]
    for key, place in sorted(moved.items(), key=lambda pair: pair[1]):
        order.insert(place - 1, key)
    return order


def _completed(shown: Sequence[str], titles: Mapping[str, str]) -> list[str]:
    """Those of the keys that are there, each once, and behind them the ones that were left out."""
    known = [key for key in dict.fromkeys(shown) if key in titles]
    return [*known, *(key for key in titles if key not in known)]


def _place_field(title: str, place: int, last: int) -> forms.IntegerField:
    wrong = _("Give a place from 1 to %(last)d.") % {"last": last}
    field = forms.IntegerField(
        label=_("Place of “%(title)s”") % {"title": title},
        required=False,
        initial=place,
        min_value=1,
        max_value=last,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )
    field.widget.attrs["inputmode"] = "numeric"
    return field
