"""Who never reported a measure, in words: a figure of six says of how many it could be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.measures.queries import NeverReported
from wellrun.web.counts import inside
from wellrun.web.presenters.rows import MeasureRow


def never_words(never: Iterable[NeverReported]) -> str:
    """ "The Christie has never reported it"; of zeros alone, that; empty where everybody has."""
    never = list(never)
    silent = [one.name for one in never if not one.only_zero]
    nought = [one.name for one in never if one.only_zero]
    said = []
    if silent:
        words = ngettext("%(units)s has never reported it", "%(units)s have never reported it", len(silent))
        said.append(words % {"units": _list(silent)})
    if nought:
        words = ngettext("%(units)s has only ever reported zero", "%(units)s have only ever reported zero", len(nought))
        said.append(words % {"units": _list(nought)})
    return "; ".join(said)


def never_lines(rows: Iterable[MeasureRow]) -> list[str]:
    """One sentence for each set of units with the measures they never reported, for the foot of a page."""
    measures: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in rows:
        units = tuple(one.name for one in row.never)
        if units and row.coverage and inside(row.name) not in measures[units]:
            measures[units].append(inside(row.name))
    return [_line(units, names) for units, names in measures.items() if names]


def _line(units: tuple[str, ...], names: list[str]) -> str:
    words = ngettext(
        "%(units)s is counted in “6 of 7” and the like, and has never reported any of: %(measures)s.",
        "%(units)s are counted in “6 of 7” and the like, and have never reported any of: %(measures)s.",
        len(units),
    )
    return words % {"units": _list(units), "measures": ", ".join(names)}


def _list(names: Iterable[str]) -> str:
    return get_text_list(list(names), _("and"))
