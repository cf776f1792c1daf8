"""What a measure of the site means: as its record says, with what the library knows of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.library import library
from wellrun.library.definition import MeasureSpec
from wellrun.measures.actions.adopting import may_define, uses_of
from wellrun.measures.definition_fields import spec_of
from wellrun.measures.models import MeasureVersion
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters import library_words as words
from wellrun.web.presenters.library_measure import Use, card_here, definition_facts, uses_here


@dataclass(frozen=True)
class OwnMeasure:
    """One measure of the site. `library_name`: the library's measure that it is, or is like."""

    spec: MeasureSpec
    number: int
    facts: list[Fact]
    standards: list[str]
    teams: list[str]
    uses: list[Use]
    card: str
    library_name: str
    library_href: str
    is_retired: bool
    may_define: bool
    may_give_up: bool
    crumbs: list[Crumb]


def own_measure(frame: Frame, version: MeasureVersion) -> OwnMeasure:
    """The page of one measure of the site."""
    spec = spec_of(version)
    known = library().find(spec.library_id) if spec.library_id else None
    may = may_define(frame.user)
    is_retired = version.measure.retired_on is not None
    return OwnMeasure(
        spec=spec,
        number=version.number,
        facts=definition_facts(spec),
        standards=[words.standard_words(standard) for standard in spec.standards],
        teams=list(spec.contributing_teams),
        uses=uses_here(frame, version.measure),
        card=card_here(frame, version.measure),
        library_name=known.name if known else "",
        library_href=reverse("library_measure", args=[frame.unit.key, known.key]) if known else "",
        is_retired=is_retired,
        may_define=may,
        may_give_up=may and not is_retired and not uses_of(version.measure, besides_library=True),
        crumbs=[Crumb(_("Definitions"), reverse("data", args=[frame.unit.key])), Crumb(spec.name)],
    )
