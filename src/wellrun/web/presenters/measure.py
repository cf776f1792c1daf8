"""The measure card: has it really changed, can it meet its aim, who owns it, what guards it, how old is it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids
from wellrun.execution.in_hand import InHand, in_hand
from wellrun.insight.briefing import Briefing
from wellrun.insight.early_words import analyst_sentence
from wellrun.insight.models import Signal
from wellrun.insight.one_series import JudgedSeries, judged_series
from wellrun.insight.standing import standing_sentences
from wellrun.insight.subjects import subject_of
from wellrun.jobs.in_force.too_late import TooLate, too_late_leads
from wellrun.measures.models import MeasureVersion, Series
from wellrun.measures.permission import JUDGES
from wellrun.measures.queries import Known, NamedSeries, NeverReported, SaidOfSeries, said_of, units_below
from wellrun.reviews.models import AgendaItem, UnraisedSignal
from wellrun.reviews.visibility import visible_forums, visible_items
from wellrun.strategy.queries import RoleRow, measures_with_a_role
from wellrun.web import dates
from wellrun.web.charts.data import ChartData
from wellrun.web.charts.figure import ChartFigure, chart_figure
from wellrun.web.counts import capital, inside
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters.limits import Limit, limits_of
from wellrun.web.presenters.measure_chart import chart_data
from wellrun.web.presenters.measure_corrections import NONE, Corrections, corrections_of
from wellrun.web.presenters.measure_data import (
    DataSheet,
    data_sheet,
    definition_facts,
    latest_facts,
    sheet_without_figures,
)
from wellrun.web.presenters.measure_owners import Owners, owners_of
from wellrun.web.presenters.measure_running import running_facts
from wellrun.web.presenters.measure_said import SaidSection, said_section
from wellrun.web.presenters.measure_signals import SignalHistory, signal_history
from wellrun.web.presenters.rows import MeasureRow, measure_row
from wellrun.web.presenters.too_late import tag, why


@dataclass(frozen=True)
class UnderWay:
    """Something being done about it: an initiative, an action, a decision to look back on."""

    title: str
    about: str
    href: str
    is_stalled: bool


@dataclass(frozen=True)
class MeasureCard:
    """What the page shows. `figure` is None and `row.state` None where no figure has come.

    `has_reported`: False where units of its kind report the measure and this one never did.
    """

    version: MeasureVersion
    row: MeasureRow
    said: str
    crumbs: list[Crumb]
    figure: ChartFigure | None
    facts: list[Fact]
    owners: list[Fact]
    linked: list[MeasureRow]
    under_way: list[UnderWay]
    definition: list[Fact]
    data: DataSheet
    corrections: Corrections
    item_href: str
    has_reported: bool = True
    for_analysts: str = ""
    limits: Sequence[Limit] = ()
    has_limits: bool = False
    people_say: SaidSection | None = None
    signals: SignalHistory | None = None


def measure_card(frame: Frame, key: str) -> MeasureCard:
    """The card of measure `key` in the frame's unit; thirteen queries. NotFound for a measure that is not defined."""
    briefing = Briefing(_series_with_aims(frame, key), has_beside=True, answering_on=frame.today)
    series = next((one for one in briefing.series.values() if one.measure.key == key), None)
    if series is None:
        return _without_figures(frame, key)
    version = briefing.versions[series.measure_id]
    judged, said = _judged(frame, briefing, series)
    signals = _signals(frame, series)
    signal = _newest_open(signals)
    owners = owners_of(frame, version, briefing.roles(series.pk), briefing.distances[series.unit_id])
    facts = briefing.state_facts(series.pk)
    below = units_below([frame.unit.pk])[frame.unit.pk]
    never = below.never_reported(briefing.versions.values(), frame.today)
    row = measure_row(frame.unit, version, series, never=never.get(version.measure_id, ()))
    late = too_late_leads(_roles_around(briefing, series), briefing.versions)
    corrections = corrections_of(frame, series, version)
    data = data_sheet(frame, series, version, facts, judged, row.never, below.ids)
    figure, drawn = _figure(frame, judged, row, version, said, corrections)
    return MeasureCard(
        version=version,
        row=row,
        said=_said(frame, briefing, series, signal, data),
        crumbs=owners.crumbs,
        figure=figure,
        facts=[
            *latest_facts(row, facts, is_corrected=row.period in corrections.by_period),
            *running_facts(judged, version, frame.today),
        ],
        owners=[*owners.facts, *_late_facts(briefing, series, late)],
        linked=_linked(frame, briefing, series, never, late),
        under_way=[_under_way(one, frame) for one in in_hand(frame.user, series, frame.today)],
        definition=definition_facts(version, series, frame.zone),
        data=data,
        corrections=corrections,
        item_href=_item_href(signal),
        for_analysts=analyst_sentence(briefing.signal_facts(signal)) if signal is not None else "",
        limits=limits_of(frame, series),
        has_limits=True,
        signals=signal_history(signals, version),
        people_say=said_section(
            frame,
            version,
            said,
            judged,
            drawn.events if drawn is not None else (),
            may_judge=series.may_judge,  # type: ignore[attr-defined]
            told={each.start for each in drawn.phase_starts if each.reason} if drawn is not None else (),
        ),
    )


def _series_with_aims(frame: Frame, key: str) -> QuerySet[Series]:
    """The unit's series of the measure and of all that have a role, each with the aim in force.

    And with whether the reader may say that its figures are to be judged otherwise.
    """
    wanted = Q(measure__key=key) | Q(measure__in=measures_with_a_role())
    in_force = FilteredRelation("targets", condition=Q(targets__retired_at__isnull=True))
    judged_by = granted_unit_ids(frame.user, *JUDGES).filter(descendant=OuterRef("unit"))
    return Series.objects.filter(wanted, unit=frame.unit, stratum="total").annotate(
        may_judge=Exists(judged_by),
        aim=in_force,
        aim_value=F("aim__value"),
        aim_low=F("aim__low"),
        aim_high=F("aim__high"),
        aim_by=F("aim__by_date"),
        aim_commitment=F("aim__commitment"),
        aim_source=F("aim__source_text"),
        aim_set_at=F("aim__created_at"),
    )


def _without_figures(frame: Frame, key: str) -> MeasureCard:
    """A measure of which the unit has no series: what it means, and that nothing has come."""
    version = MeasureVersion.objects.filter(measure__key=key, current=True).select_related("measure").first()
    if version is None:
        raise nothing_here()
    owners = Owners([Crumb(frame.unit.name, reverse("strategy", args=[frame.unit.key]))], [])
    elsewhere = Series.objects.filter(measure=version.measure_id, unit__kind=frame.unit.kind, state__points__gt=0)
    others_do = elsewhere.exists()
    words = _("%(unit)s has never reported this measure.") if others_do else _("No figures of %(unit)s have come yet.")
    return MeasureCard(
        version=version,
        row=measure_row(frame.unit, version, None),
        said=words % {"unit": frame.unit.name},
        crumbs=owners.crumbs,
        figure=None,
        facts=[],
        owners=[],
        linked=[],
        under_way=[],
        definition=definition_facts(version, None, frame.zone),
        data=sheet_without_figures(version),
        corrections=NONE,
        item_href="",
        has_reported=not others_do,
    )


def _judged(frame: Frame, briefing: Briefing, series: Series) -> tuple[JudgedSeries | None, SaidOfSeries]:
    """The series point by point, and what is said of it; two queries."""
    version = briefing.versions[series.measure_id]
    said = said_of(series)
    judged = judged_series(
        series.pk,
        subject=subject_of(series, version, aim_of(series)),
        week_start=frame.site.week_start,
        known=Known(NamedSeries.of(series, version), said.phases, briefing.history(series.pk), said.excluded),
    )
    return judged, said


def aim_of(series: Series) -> tuple[float | None, float | None]:
    """Lowest and highest value of the aim that came with the series."""
    value: float | None = series.aim_value  # type: ignore[attr-defined]
    return (value, value) if value is not None else (series.aim_low, series.aim_high)  # type: ignore[attr-defined]


def _figure(
    frame: Frame,
    judged: JudgedSeries | None,
    row: MeasureRow,
    version: MeasureVersion,
    said: SaidOfSeries,
    corrections: Corrections,
) -> tuple[ChartFigure | None, ChartData | None]:
    if judged is None:
        return None, None
    title = _("%(measure)s, %(unit)s") % {"measure": version.name, "unit": frame.unit.name}
    data = chart_data(title, judged, version, said.phases, never=row.never, corrected=corrections.by_period, said=said)
    return chart_figure(data, "measure"), data


def _signals(frame: Frame, series: Series) -> list[Signal]:
    """Every change found in the series, the newest first, with the item that answers for it where the caller sees that.

    One query.
    """
    waits = visible_items(frame.user, frame.today).filter(signals__signal=OuterRef("pk"), status=AgendaItem.Status.OPEN)
    kept = UnraisedSignal.objects.filter(signal=OuterRef("pk"), forum__in=visible_forums(frame.user).values("pk"))
    rows = Signal.objects.filter(series=series).annotate(
        kept_from=Subquery(kept.values("forum__name")[:1]),
        item=Subquery(waits.values("pk")[:1]),
        item_review=Subquery(waits.values("review_id")[:1], output_field=UUIDField()),
        item_forum=Subquery(waits.values("review__forum__name")[:1]),
        item_day=Subquery(waits.values("review__starts_at")[:1]),
    )
    return list(rows.order_by("-first_fired", "side"))


def _newest_open(signals: Sequence[Signal]) -> Signal | None:
    still_open = (one for one in signals if one.status == Signal.Status.OPEN)
    return max(still_open, key=lambda one: (one.last_fired, one.first_fired), default=None)


def _said(frame: Frame, briefing: Briefing, series: Series, signal: Signal | None, data: DataSheet) -> str:
    told = standing_sentences(
        briefing.state_facts(series.pk),
        briefing.signal_facts(signal) if signal is not None else None,
        over=data.is_over,
    )
    if data.closed:
        told.insert(0, data.closed)
    if signal is not None and _item_href(signal):
        day = dates.day_near(signal.item_day.astimezone(frame.zone).date(), frame.today)  # type: ignore[attr-defined]
        forum = inside(signal.item_forum)  # type: ignore[attr-defined]
        told.append(_("It is on the agenda of the %(forum)s, %(day)s.") % {"forum": forum, "day": day})
    elif signal is not None and signal.kept_from:  # type: ignore[attr-defined]
        forum = inside(signal.kept_from)  # type: ignore[attr-defined]
        told.append(_("It is seen, not raised: the %(forum)s hears of stronger changes only.") % {"forum": forum})
    return " ".join(told)


def _item_href(signal: Signal | None) -> str:
    """Where the change is on an agenda that the caller may see."""
    item: UUID | None = getattr(signal, "item", None)
    return reverse("item", args=[signal.item_review, item]) if item is not None else ""  # type: ignore[union-attr]


def _roles_around(briefing: Briefing, series: Series) -> list[RoleRow]:
    """Every role toward the objectives that bear on the unit."""
    near = briefing.distances[series.unit_id]
    return [role for role in briefing.every_role if role.unit_id in near]


def _late_facts(briefing: Briefing, series: Series, late: Mapping[tuple[UUID, UUID], TooLate]) -> list[Fact]:
    """Of which objectives it is a lead that is too late to act on, and why; once where that is the same for several."""
    found = {
        late[role.objective_id, role.measure_id]
        for role in briefing.roles(series.pk)
        if (role.objective_id, role.measure_id) in late
    }
    return [Fact(_("As a lead"), capital(f"{tag()}: {why(one)}"), missing=True) for one in sorted(found, key=_delay)]


def _delay(one: TooLate) -> int:
    return one.delay_days


def _linked(
    frame: Frame,
    briefing: Briefing,
    series: Series,
    never: Mapping[UUID, tuple[NeverReported, ...]],
    late: Mapping[tuple[UUID, UUID], TooLate],
) -> list[MeasureRow]:
    """The other measures of the same objectives, in their roles; of those above only what has figures here."""
    return [
        measure_row(
            frame.unit,
            version,
            state.series if state is not None else None,
            role.role,
            today=frame.today,
            never=never.get(version.measure_id, ()),
            too_late=late.get((role.objective_id, role.measure_id)),
        )
        for role, version, state in briefing.beside(series.pk)
        if state is not None or role.unit_id == frame.unit.pk
    ]


def _under_way(one: InHand, frame: Frame) -> UnderWay:
    words = {
        "initiative": _("Initiative of the %(post)s, until %(day)s."),
        "action": _("Action of the %(post)s, due %(day)s."),
        "decision": _("Decision, looks back on %(day)s."),
    }
    shown = {"post": inside(one.post), "day": dates.day_near(one.day, frame.today)}
    hrefs = {"action": ("action", one.id), "initiative": ("initiative", one.key)}
    href = reverse(hrefs[one.kind][0], args=[hrefs[one.kind][1]]) if one.kind in hrefs else ""
    return UnderWay(one.title, words[one.kind] % shown, href, one.is_stalled)
