"""The measure card: has it really changed, can it meet its aim, who owns it, what guards it, how old is it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.execution.models import Action, Initiative
from wellrun.execution.visibility import visible_actions, visible_decisions
from wellrun.insight.models import Signal
from wellrun.insight.one_series import judged_series
from wellrun.lib.errors import NotFound
from wellrun.measures.models import Feed, Measure, MeasureVersion, Phase, Series
from wellrun.organisation.models import Post, SiteSetting, Unit
from wellrun.organisation.queries import posts_held
from wellrun.reviews import queries as reviews
from wellrun.strategy.models import Contributor, Objective, ObjectiveMeasure
from wellrun.web import dates, figures
from wellrun.web.charts.figure import ChartFigure, chart_figure
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters.measure_chart import chart_data
from wellrun.web.presenters.measure_notes import note_sentences
from wellrun.web.presenters.measure_sentence import measure_sentence
from wellrun.web.presenters.rows import (
    MeasureRow,
    current_versions,
    measure_row,
    series_of,
)


@dataclass(frozen=True)
class InHand:
    """Something being done about it: an initiative, an action, a decision to look back on."""

    title: str
    about: str
    href: str
    stalled: bool


@dataclass(frozen=True)
class MeasureCard:
    """What the page shows. `figure` is None and `row.state` too where no figure has come."""

    version: MeasureVersion
    row: MeasureRow
    said: str
    crumbs: list[Crumb]
    figure: ChartFigure | None
    facts: list[Fact]
    owners: list[Fact]
    linked: list[MeasureRow]
    in_hand: list[InHand]
    definition: list[Fact]
    notes: list[str]
    item_href: str


def measure_card(user: Any, unit: Unit, key: str, site: SiteSetting, today: date) -> MeasureCard:
    """The card of measure `key` in `unit`; NotFound when the measure has no series there."""
    series = (
        Series.objects.filter(unit=unit, measure__key=key, stratum="total").select_related("measure", "state").first()
    )
    if series is None:
        raise NotFound("not_found", _("There is nothing here, or it is not yours to see."))
    version = MeasureVersion.objects.select_related("measure").get(measure=series.measure_id, current=True)
    row = measure_row(unit, version, series)
    phases = list(Phase.objects.filter(series=series))
    judged = judged_series(series.pk, week_start=site.week_start)
    title = _("%(measure)s, %(unit)s") % {"measure": version.name, "unit": unit.name}
    chart = chart_figure(chart_data(title, judged, version, phases), "measure") if judged else None
    objectives = _objectives(unit, series.measure, today)
    signals = list(Signal.objects.filter(series=series, status="open").order_by("-first_fired"))
    return MeasureCard(
        version=version,
        row=row,
        said=measure_sentence(row, version, signals),
        crumbs=_crumbs(unit, objectives),
        figure=chart,
        facts=_facts(row, version, judged.subject.profile if judged else ""),
        owners=_owners(objectives),
        linked=_linked(unit, series.measure, objectives),
        in_hand=_in_hand(user, unit, series, today),
        definition=_definition(series, version),
        notes=note_sentences(series, version, judged, site.week_start),
        item_href=_item_href(user, signals),
    )


def _objectives(unit: Unit, measure: Measure, today: date) -> list[Objective]:
    roles = ObjectiveMeasure.objects.filter(measure=measure).values("objective_id")
    rows = Objective.objects.filter(unit=unit, plan__active=True, retired_on__isnull=True, pk__in=roles)
    return list(rows.select_related("domain", "owner", "sponsor").annotate(**posts_held(today, "owner", "sponsor")))


def _crumbs(unit: Unit, objectives: list[Objective]) -> list[Crumb]:
    strategy = reverse("strategy", args=[unit.key])
    crumbs = [Crumb(unit.name, strategy)]
    if objectives:
        crumbs.append(Crumb(objectives[0].title, f"{strategy}#{objectives[0].key}"))
    return crumbs


def _facts(row: MeasureRow, version: MeasureVersion, profile: str) -> list[Fact]:
    """The latest figure with its own period and coverage, the usual level and range, the rules that judged it."""
    state, form = row.state, row.form
    if state is None or state.last_period is None:
        return []
    period = dates.period(state.last_period, version.grain)
    latest = _("latest, %(period)s") % {"period": period}
    if row.coverage:
        latest = _("latest, %(period)s, %(coverage)s") % {"period": period, "coverage": row.coverage}
    facts = [Fact(latest, row.value)]
    if state.centre is not None:
        facts.append(Fact(_("usual level"), figures.figure(state.centre, form)))
    if state.lower is not None or state.upper is not None:
        facts.append(Fact(_("usual range"), figures.figure_range(state.lower, state.upper, form)))
    since = dates.period(state.phase_start or state.first_period or state.last_period, version.grain)
    names = {"nhs": _("NHS rules")}
    facts.append(Fact(_("baseline since %(period)s") % {"period": since}, names.get(profile, profile)))
    return facts


def _owners(objectives: list[Objective]) -> list[Fact]:
    """Who answers for it by the first objective it serves here; a post that nobody holds is missing."""
    if not objectives:
        return []
    first = objectives[0]
    teams = list(Contributor.objects.filter(objective__in=objectives).values_list("team", flat=True))
    facts = [
        _post(_("Accountable"), first.owner, is_held=first.owner_is_held),  # type: ignore[attr-defined]
        _post(_("Sponsor"), first.sponsor, is_held=first.sponsor_is_held),  # type: ignore[attr-defined]
    ]
    if teams:
        facts.append(Fact(_("Contributes"), ", ".join(dict.fromkeys(teams))))
    return facts


def _post(label: str, post: Post, *, is_held: bool) -> Fact:
    title = post.title if is_held else _("%(post)s, held by nobody") % {"post": post.title}
    return Fact(label, title, missing=not is_held)


def _linked(unit: Unit, measure: Measure, objectives: list[Objective]) -> list[MeasureRow]:
    """The other measures of the same objectives, in their roles."""
    roles = list(ObjectiveMeasure.objects.filter(objective__in=objectives).exclude(measure=measure))
    by_measure = {role.measure_id: role for role in roles}
    versions = current_versions(by_measure)
    series = series_of(unit, versions)
    return [
        measure_row(unit, versions[measure_id], series.get(measure_id), role.role)
        for measure_id, role in by_measure.items()
    ]


def _in_hand(user: Any, unit: Unit, series: Series, today: date) -> list[InHand]:
    """Initiatives that aim at it, open actions and decisions about it that the caller may see."""
    found = [
        InHand(
            one.title,
            _("Initiative of the %(post)s, until %(day)s.") % {"post": one.owner.title, "day": dates.day(one.ends)},
            "",
            False,
        )
        for one in Initiative.objects.filter(target_series=series, status="active").select_related("owner")
    ]
    actions = visible_actions(user, today).filter(series=series, status__in=Action.OPEN).select_related("post")
    for action in actions:
        silent = (today - action.last_update_at.date()).days
        stalled = action.status == Action.Status.ACCEPTED and silent > action.update_every_days
        about = _("Action of the %(post)s, due %(day)s.") % {"post": action.post.title, "day": dates.day(action.due)}
        found.append(InHand(action.title, about, reverse("action", args=[action.pk]), stalled))
    decisions = visible_decisions(user, today).filter(series=series, taken_back_at__isnull=True)
    for decision in decisions.filter(look_back__gte=today):
        assert decision.look_back is not None
        about = _("Decision, looks back on %(day)s.") % {"day": dates.day_near(decision.look_back, today)}
        found.append(InHand(decision.text, about, "", False))
    return found


def _definition(series: Series, version: MeasureVersion) -> list[Fact]:
    """What it means and where it comes from."""
    feeds = list(Feed.objects.filter(measure=series.measure_id).select_related("source"))
    facts = [
        Fact(_("Counted"), version.numerator),
        Fact(_("Out of"), version.denominator),
        Fact(_("Left out"), ", ".join(version.exclusions)),
        Fact(_("Source"), ", ".join(feed.source.name for feed in feeds)),
        Fact(_("Licence"), version.licence),
        Fact(_("Usual delay"), _("%(n)d days") % {"n": version.data_lag_days} if version.data_lag_days else ""),
    ]
    return [fact for fact in facts if fact.value]


def _item_href(user: Any, signals: list[Signal]) -> str:
    """Where the change is on an agenda that the caller may see."""
    items = reviews.items_of_signals(user, [signal.pk for signal in signals]).values()
    found = next((item for item in items if item.status == "open"), None)
    return reverse("item", args=[found.review_id, found.pk]) if found is not None else ""
