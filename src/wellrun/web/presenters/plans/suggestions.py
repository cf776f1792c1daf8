"""What is offered beside the measures of an objective: hypotheses in words, and the one press that heeds each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.queries import granted_unit_ids
from wellrun.library import library
from wellrun.library.definition import LinkSpec
from wellrun.measures.actions.adopting import DEFINERS
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.suggested import Suggestion
from wellrun.web.frame import Frame
from wellrun.web.presenters import library_words as words
from wellrun.web.presenters.rows import current_versions


@dataclass(frozen=True)
class SuggestionLine:
    """One hypothesis. `button`: what pressing it does, empty where the reader may not or the site lacks the measure;
    then `instead` says so, or `library_href` leads to the measure in the library.
    """

    sentence: str
    grade: str
    is_contested: bool
    because: str
    source: str
    measure: str
    take: str
    button: str
    instead: str
    library_href: str
    library_name: str


def suggestion_lines(
    frame: Frame, found: Sequence[Suggestion], known: Mapping[UUID, MeasureVersion]
) -> list[SuggestionLine]:
    """The same in words; two queries at most. `known`: definitions in force that are read already."""
    ends = {one.about.pk for one in found} | {one.other.pk for one in found if one.other is not None}
    others = ends - set(known)
    versions = {**known, **(current_versions(others) if others else {})}
    may_define = any(one.kind == "link" for one in found) and _may_define(frame)
    return [_line(frame, one, versions, may_define=may_define) for one in found]


def _may_define(frame: Frame) -> bool:
    """Whether the reader has a say over the definitions of the site; one query."""
    theirs = granted_unit_ids(frame.user, *DEFINERS)
    return theirs.filter(descendant__enterprise=True).exists()


def _line(
    frame: Frame, one: Suggestion, versions: Mapping[UUID, MeasureVersion], *, may_define: bool
) -> SuggestionLine:
    is_here = one.other is not None
    button, instead = _button(one, may_define=may_define)
    spec = library().find(one.library_id) if one.library_id else None
    return SuggestionLine(
        sentence=_sentence(one, versions),
        grade=words.grade_names().get(one.grade, ""),
        is_contested=one.grade == "contested",
        because=one.because,
        source=one.source,
        measure=one.other.key if one.other is not None else "",
        take=one.take,
        button=button,
        instead=instead,
        library_href=reverse("library_measure", args=[frame.unit.key, spec.key]) if spec and not is_here else "",
        library_name=spec.name if spec else "",
    )


def _button(one: Suggestion, *, may_define: bool) -> tuple[str, str]:
    if one.other is None:
        return "", _("This site does not have that measure yet.")
    if one.kind == "guard":
        return _("Add it as a balancing measure"), ""
    if one.kind == "lead":
        return _("Add it as a lead"), ""
    if may_define:
        return _("Take it over"), ""
    return "", _("Analysts and administrators of the whole organisation take it over.")


def _sentence(one: Suggestion, versions: Mapping[UUID, MeasureVersion]) -> str:
    about, other = _name(versions, one.about.pk, one.about.key), _other(one, versions)
    if one.sign:
        link = LinkSpec(one.take, one.library_id, "", one.sign, one.delay_days, one.grade, one.source)
        return words.link_words(link, other, about)
    said = {"push": words.push_words(one.push, about), "guard": other}
    return _("%(push)s needs a guard on “%(guard)s”.") % said


def _other(one: Suggestion, versions: Mapping[UUID, MeasureVersion]) -> str:
    if one.other is not None:
        return _name(versions, one.other.pk, one.other.key)
    return library().get(one.library_id).name


def _name(versions: Mapping[UUID, MeasureVersion], pk: UUID, key: str) -> str:
    return versions[pk].name if pk in versions else key
