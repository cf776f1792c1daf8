"""What is wrong with the data: one thing a row, in a sentence, one's own first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wellrun.insight.standing import note_sentence
from wellrun.measures.models import MeasureVersion, QualityIssue
from wellrun.measures.queries import issues_told, note_of
from wellrun.organisation.models import Unit
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.presenters.rows import current_versions

A_PAGE = 25
# In the order in which they are offered.
KINDS = {
    "above_denominator": _("Numerator above its denominator"),
    "disagrees": _("Disagrees with its counts"),
    "all_hits": _("Nothing but hits"),
    "sudden": _("Half or double at once"),
    "repeated": _("Sent twice"),
    "jump": _("Jump in size"),
    "late": _("Late"),
    "late_start": _("Begins late"),
    "ended": _("Ended"),
}


@dataclass(frozen=True)
class IssueRow:
    """One thing wrong with the data. `href`: of the measure's card; empty for a reference unit, which has none."""

    sentence: str
    unit: str
    is_reference: bool
    measure: str
    href: str
    period: str


@dataclass(frozen=True)
class KindChoice:
    """A kind one may look at alone, and how many there are."""

    key: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Wish:
    """What to look at: a kind, or "" for all; words that stand in the name of the unit or of the measure."""

    kind: str = ""
    words: str = ""


def quality(frame: Frame, wish: Wish, number: int) -> tuple[list[IssueRow], list[KindChoice], Page[QualityIssue]]:
    """The open quality issues that the caller is told of here; six queries."""
    rows = _with_words(issues_told(frame.user, frame.unit), wish.words)
    counts = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    if wish.kind in KINDS:
        rows = rows.filter(kind=wish.kind)
    page = Paginator(rows, A_PAGE).get_page(number)
    issues = list(page.object_list)
    versions = current_versions(issue.measure_id for issue in issues)
    return [_issue(issue, versions[issue.measure_id]) for issue in issues], _choices(counts, wish), page


def _with_words(rows: QuerySet[QualityIssue], words: str) -> QuerySet[QualityIssue]:
    for word in words.split():
        named = Q(measure__versions__current=True, measure__versions__name__icontains=word)
        rows = rows.filter(Q(unit__name__icontains=word) | Q(unit__key__iexact=word) | named)
    return rows.distinct() if words else rows


def _choices(counts: Mapping[str, int], wish: Wish) -> list[KindChoice]:
    """The kinds there are, and the one that was chosen."""
    return [
        KindChoice(key, str(label), counts.get(key, 0), key == wish.kind)
        for key, label in KINDS.items()
        if key in counts or key == wish.kind
    ]


def _issue(issue: QualityIssue, version: MeasureVersion) -> IssueRow:
    is_reference = issue.unit.membership == Unit.Membership.REFERENCE
    return IssueRow(
        sentence=note_sentence(note_of(issue), version.grain),
        unit=issue.unit.name,
        is_reference=is_reference,
        measure=version.name,
        href="" if is_reference else reverse("measure", args=[issue.unit.key, issue.measure.key]),
        period=dates.period_short(issue.period, version.grain),
    )
