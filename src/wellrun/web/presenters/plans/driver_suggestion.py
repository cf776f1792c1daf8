"""What links suggest for a driver diagram, as lines to choose from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellrun.measures.models import MeasureVersion
from wellrun.strategy.driver_suggestion import SuggestedDriver
from wellrun.web.presenters.plans.driver_words import kind_names, link_words


@dataclass(frozen=True)
class SuggestedLine:
    """One box that may be drawn: what it would be, and what speaks for it. `caveat` is shown with it."""

    key: str
    kind: str
    text: str
    why: str
    source: str
    caveat: str
    is_below: bool
    is_chosen: bool


def suggestion_of(boxes: Sequence[SuggestedDriver], chosen: Collection[str]) -> list[SuggestedLine]:
    """A line each, in their order; one query."""
    rows = MeasureVersion.objects.filter(measure__in={box.link.lag_id for box in boxes if box.link}, current=True)
    names = dict(rows.values_list("measure_id", "name"))
    return [
        SuggestedLine(
            key=box.key,
            kind=kind_names()[box.kind],
            text=box.text,
            why=link_words(box.link, names.get(box.link.lag_id, box.link.lag.key)) if box.link else _of_a_lead(),
            source=box.link.source_text if box.link else "",
            caveat=box.link.caveat if box.link else "",
            is_below=box.parent is not None,
            is_chosen=box.key in chosen,
        )
        for box in boxes
    ]


def _of_a_lead() -> str:
    return _("A lead of this objective; no link says what it moves.")
