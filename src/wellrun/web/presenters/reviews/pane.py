"""One item: what changed, what drives it, who owns the next action, local or systemic, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.analytics.calendar import Grain
from wellrun.execution.models import Action, Escalation
from wellrun.execution.permission import is_asker
from wellrun.insight.models import Signal
from wellrun.insight.one_series import judged_series
from wellrun.insight.subjects import Subject
from wellrun.measures.models import MeasureVersion, Series
from wellrun.measures.queries import Known, NamedSeries, said_of
from wellrun.organisation.models import Post
from wellrun.reviews.deciding import Matter, forum_that_may
from wellrun.reviews.models import AgendaItem, Forum, Outcome
from wellrun.reviews.queries import AgendaEntry
from wellrun.reviews.reply_time import next_start
from wellrun.web import dates
from wellrun.web.charts.figure import ChartFigure, chart_figure
from wellrun.web.counts import inside
from wellrun.web.forms.item import ItemForms
from wellrun.web.parts import Fact, Pick
from wellrun.web.presenters.measure_chart import Flag, chart_data, flags_of
from wellrun.web.presenters.reviews.room import Room
from wellrun.web.presenters.reviews.settled import Settled, in_full
from wellrun.web.presenters.reviews.start import due_day, earliest
from wellrun.web.presenters.reviews.subject import measure_href, subject_facts, subject_href
from wellrun.web.presenters.reviews.told import Told, asks_scope, scope_label, scope_words, told

Kind = AgendaItem.Kind
# A drawing this wide tells so many marks apart.
_MOST_PERIODS = {"day": 90, "week": 78, "month": 36, "quarter": 36, "event": 60}


@dataclass(frozen=True, slots=True)
class Above:
    """Who takes what this forum hands up: the forum one tier up or who may decide it, or from the top the sponsor.

    `between`: what an earlier reply than the forum's next sitting means; empty where a post is asked. `vacant`: that
    nobody holds the post that would answer; empty where somebody does.
    """

    name: str
    between: str = ""
    vacant: str = ""

    @classmethod
    def of(cls, room: Room, matter: Matter | None = None) -> Above:
        """Above the forum of the room: who may decide the `matter`, else one tier up; one query without a matter."""
        forum = room.review.forum
        above = (forum_that_may(forum, matter) if matter else None) or room.above
        if above is not None:
            shown = {"forum": above.name, "unit": above.unit.name}
            name = _("the %(forum)s of %(unit)s") % shown
            if above.unit_id == forum.unit_id:
                name = _("the %(forum)s") % shown
            return cls(name, _between(above, room.zone), _vacant_chair(above))
        sponsor = {"post": inside(forum.sponsor.title)}
        is_held = room.review.forum__sponsor_is_held  # type: ignore[attr-defined]
        vacant = _("Nobody holds the post of %(post)s: nobody can answer until somebody does.")
        return cls(_("the %(post)s") % sponsor, vacant="" if is_held else vacant % sponsor)


def _between(above: Forum, zone: ZoneInfo) -> str:
    """When it sits next, and who answers where the reply is due before that."""
    sits_at = next_start(above)
    if sits_at is None:
        return ""
    shown = {"when": dates.moment(sits_at.astimezone(zone)), "chair": inside(above.chair.title)}
    return _("It sits next on %(when)s. A reply due before that is given by its chair, the %(chair)s.") % shown


def _vacant_chair(above: Forum) -> str:
    """That the question would stand in nobody's day."""
    if above.chair_is_held:  # type: ignore[attr-defined]
        return ""
    words = _(
        "Nobody holds the post of its chair, the %(chair)s: nobody is told of the question until somebody does. "
        "Say to whoever fills posts that it must not wait."
    )
    return words % {"chair": inside(above.chair.title)}


@dataclass(frozen=True, slots=True)
class Pane:
    """What the page shows of an item. `forms` is None for who may not write here, or when nothing is left to write."""

    entry: AgendaEntry
    item: AgendaItem
    title: str
    href: str
    measure_href: str
    told: Told
    chart: ChartFigure | None
    flags: list[Flag]
    subject: list[Fact]
    subject_href: str
    asks_scope: bool
    scope_said: str
    scope_picks: list[Pick]
    scope_chosen: str
    next_owner: str
    settled: Settled | None
    forms: ItemForms | None
    may_settle: bool
    may_reopen: bool
    picks: list[Pick]
    kind_picks: list[Pick]
    effect_from_decision: date | None
    effect_from_action: date | None
    above: str
    between: str
    vacant: str
    ask_label: str
    ask_template: str
    not_reached: str
    not_reached_hint: str
    deferred: str
    waits_for_opening: bool
    may_propose: bool


def pane_of(
    user: Any, room: Room, entry: AgendaEntry, forms: ItemForms | None, posts: list[Post], week_start: int
) -> Pane:
    """The pane of an item on the room's agenda; at most six queries."""
    item = entry.item
    is_open = item.status == AgendaItem.Status.OPEN
    may_settle = is_open and room.may_chair and (room.is_open or (item.kind == Kind.ESCALATION and not room.is_closed))
    asked = Above.of(room, forms.escalation.matter(item.unit_id) if forms else None) if may_settle else Above("")
    above = asked.name
    shown = told(entry, room.zone, room.today)
    outcome = item.closing_outcome
    chart, flags = _chart(room, item, entry.title, week_start)
    return Pane(
        entry=entry,
        item=item,
        title=entry.title,
        href=reverse("item", args=[room.review.pk, item.pk]),
        measure_href=measure_href(item),
        told=shown,
        chart=chart,
        flags=flags,
        subject=subject_facts(room, item),
        subject_href=subject_href(item),
        asks_scope=asks_scope(item),
        scope_said=scope_words(entry),
        scope_picks=_scope_picks(forms) if asks_scope(item) else [],
        scope_chosen=scope_label(item.scope_chosen) if item.scope_chosen else "",
        next_owner=item.next_owner.title if item.next_owner else "",
        settled=in_full(outcome, room.zone, room.today) if outcome else None,
        forms=forms,
        may_settle=may_settle,
        may_reopen=room.may_chair and room.is_open and outcome is not None and _can_be_undone(item, outcome),
        picks=_picks(forms, above, item, user) if may_settle and forms else [],
        kind_picks=_kind_picks(forms) if forms else [],
        effect_from_decision=earliest(room, item, room.today, week_start),
        effect_from_action=earliest(room, item, _due(forms) or due_day(room), week_start),
        above=above,
        between=asked.between,
        vacant=asked.vacant,
        ask_label=_ask_label(forms, posts),
        ask_template=_("Ask %(post)s to accept") % {"post": "{post}"},
        not_reached=_not_reached(room, item, above) if may_settle and room.is_open else "",
        not_reached_hint=_not_reached_hint(item, above),
        deferred=_deferred(item),
        may_propose=room.may_chair,
        waits_for_opening=is_open and room.may_chair and not may_settle and not room.is_closed,
    )


def may_write(user: Any, room: Room, item: AgendaItem) -> bool:
    """Whether the reader may note what drives an item: chairs, and contributors of its unit. One query at most."""
    if item.status != AgendaItem.Status.OPEN or room.is_closed:
        return False
    return room.may_chair or may(user, Permission.CONTRIBUTE, item.unit_id)


def _chart(room: Room, item: AgendaItem, title: str, week_start: int) -> tuple[ChartFigure | None, list[Flag]]:
    """The series as it is known now, drawn with what people said of it, and that in words; three queries."""
    series = item.series
    version = room.versions.get(series.measure_id) if series is not None else None
    if series is None or version is None:
        return None, []
    said = said_of(series)
    named = NamedSeries(series.pk, series.measure_id, str(series.uid), Grain(version.grain))
    definitions = list(MeasureVersion.objects.filter(measure=series.measure_id).order_by("number"))
    judged = judged_series(
        series.pk,
        subject=_subject_of(series, version),
        week_start=week_start,
        known=Known(named, said.phases, definitions, said.excluded),
    )
    if judged is None:
        return None, []
    data = chart_data(title, judged, version, said.phases, most=_MOST_PERIODS[version.grain], said=said)
    return chart_figure(data, "chart", size="short", live=False), flags_of(data)


def _subject_of(series: Series, version: MeasureVersion) -> Subject:
    """What the judge must know, from what the agenda has read; the aim is that of the stored answer."""
    state = getattr(series, "state", None)
    return Subject(
        series_id=series.pk,
        measure_id=series.measure_id,
        unit_id=series.unit_id,
        parent_id=None,
        data_revision=series.data_revision,
        version_number=version.number,
        direction=version.direction,
        profile=version.rule_profile,
        scoring=version.scoring,
        target_low=state.target_low if state else None,
        target_high=state.target_high if state else None,
        early_detection=version.early_detection,
    )


def _scope_picks(forms: ItemForms | None) -> list[Pick]:
    if forms is None or "scope" not in forms.questions.fields:
        return []
    chosen = forms.questions["scope"].value()
    return [Pick(scope, scope_label(scope), checked=chosen == scope) for scope in Signal.Scope.values]


def _picks(forms: ItemForms, above: str, item: AgendaItem, user: Any) -> list[Pick]:
    """The ways to close it, as cards; one's own question can only be handed on."""
    answers = _("What you decide goes back as the answer") if item.kind == Kind.ESCALATION else ""
    words = {
        "decision": (_("Decision"), answers or _("A choice or none, why, and when to look back")),
        "action": (_("Action"), _("One post accepts it, one date, how we know it is done")),
        "escalation": (_("Escalation"), _("A question to %(above)s, with a time to reply") % {"above": above}),
    }
    if item.kind == Kind.ESCALATION and item.escalation is not None and is_asker(user, item.escalation):
        words = {"escalation": words["escalation"]}
    return [Pick(name, *said, checked=forms.chosen == name or len(words) == 1) for name, said in words.items()]


def _kind_picks(forms: ItemForms) -> list[Pick]:
    """A choice, or none."""
    field = forms.decision["kind"]
    choices = forms.decision.fields["kind"].choices  # type: ignore[attr-defined]
    return [Pick(str(value), str(label), checked=field.value() == value) for value, label in choices]


def _due(forms: ItemForms | None) -> date | None:
    """The due date as it stands in the form, when it is one."""
    value = forms.action["due"].value() if forms else None
    if isinstance(value, date) or value is None:
        return value
    try:
        return parse_date(str(value))
    except ValueError:
        return None


def _ask_label(forms: ItemForms | None, posts: list[Post]) -> str:
    """The main button of an action, which names the post that is chosen."""
    chosen = forms.questions["post"].value() if forms and "post" in forms.questions.fields else ""
    title = next((post.title for post in posts if str(post.pk) == chosen), "")
    return _("Ask %(post)s to accept") % {"post": inside(title)} if title else _("Ask the post to accept")


def _not_reached(room: Room, item: AgendaItem, above: str) -> str:
    """The button that says the item was not reached, and what then happens."""
    if item.deferrals:
        return _("Not reached again: hand up to %(above)s") % {"above": above}
    if room.next_sitting is None:
        return ""
    return _("Not reached: move to %(day)s") % {"day": dates.day(room.next_sitting.astimezone(room.zone))}


def _not_reached_hint(item: AgendaItem, above: str) -> str:
    if item.deferrals:
        return _("It was not reached before. This second time it goes up by itself, with a week or more to reply.")
    return _("That is no outcome. If it is not reached a second time, it goes to %(above)s by itself.") % {
        "above": above
    }


def _deferred(item: AgendaItem) -> str:
    return _("Not reached once already.") if item.deferrals == 1 and item.closing_outcome_id is None else ""


def _can_be_undone(item: AgendaItem, outcome: Outcome) -> bool:
    """What nobody has taken on and no answer has gone back on."""
    if outcome.action is not None:
        return outcome.action.status in (Action.Status.PROPOSED, Action.Status.COUNTERED, Action.Status.DECLINED)
    if outcome.escalation is not None:
        return outcome.escalation.status == Escalation.Status.OPEN
    return item.kind != Kind.ESCALATION
