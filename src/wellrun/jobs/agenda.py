"""Raising items: every signal that bears on the plan reaches one agenda, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from wellrun.audit.actions import SYSTEM
from wellrun.insight.actions import mark_long_standing
from wellrun.insight.models import Signal
from wellrun.insight.turns import take_turn
from wellrun.jobs.docket import Docket, family_of, read_docket
from wellrun.jobs.folding import Group, Waiting, fold
from wellrun.jobs.item_scope import scope_of_item
from wellrun.jobs.taking_up import take_up_local_items
from wellrun.measures.models import Series
from wellrun.organisation.models import Unit
from wellrun.reviews.actions import fold_signals, keep_unraised, raise_item
from wellrun.reviews.actions.refresh import refresh_item
from wellrun.reviews.actions.sittings import coming_sitting
from wellrun.reviews.models import AgendaItem, Forum
from wellrun.strategy.models import Objective

_CONCERNS_FIRST = {"concern": 0, "neutral": 1, "improvement": 2}


@dataclass(slots=True)
class Raised:
    """What reached an agenda: fresh items, open ones that took later signals, signals no forum is there for.

    `unraised`: signals found early that are too weak for their forum's alarm budget, with the forum and the most it
    would have heard of.
    """

    items: list[AgendaItem] = field(default_factory=list)
    joined: list[AgendaItem] = field(default_factory=list)
    unplaced: list[UUID] = field(default_factory=list)
    unraised: dict[Signal, tuple[Forum, float]] = field(default_factory=dict)


@transaction.atomic
def raise_items() -> Raised:
    """Put every waiting signal on an agenda, by the product's own rule; a second call finds none waiting.

    Local items that turn out to be part of one change are taken up into the item of the whole.
    """
    take_turn()
    docket, raised = read_docket(), Raised()
    families = [fold(family, docket.answers.has_item) for family in docket.waiting()]
    agenda = _Agenda(docket, raised)
    for group in sorted(
        (group for each in families for group in each.groups), key=lambda group: _order(group.members[0])
    ):
        agenda.take_group(group)
    for single in sorted((single for each in families for single in each.single), key=_order):
        agenda.take_single(single.signal)
    agenda.take_old([old.signal for each in families for old in each.old])
    keep_unraised(signals=raised.unraised, by=SYSTEM)
    raised.joined += [item for item in take_up_local_items() if item not in [*raised.items, *raised.joined]]
    return raised


def _order(each: Waiting[Signal]) -> tuple[int, str]:
    return _CONCERNS_FIRST[each.signal.meaning], each.signal.series.unit.name


@dataclass(frozen=True, slots=True)
class _Agenda:
    """Places what the docket holds, and takes down what it did."""

    docket: Docket
    raised: Raised

    def take_single(self, signal: Signal) -> None:
        """One signal: with the item that speaks of the same change, else an item of its own."""
        series = signal.series
        about = (series.unit_id, series.measure.key, series.stratum, signal.side)
        item = self.docket.answers.open_item(signal, about)
        if item is not None:
            later = {"first_fired": signal.first_fired.isoformat(), "rules": signal.rules}
            self._join(item, [signal], {"later": [*item.facts.get("later", []), later]}, item.scope_proposed)
            return
        forum = self.docket.forum_for(signal)
        if forum is not None and self._is_unheard(forum, [signal]):
            return
        facts = self.docket.briefing.signal_facts(signal)
        self._raise(forum, series.unit, series, signal, [signal], dict(facts))

    def take_group(self, group: Group[Signal]) -> None:
        """One change of a unit and the units below: one item, their signals folded beneath and closed with it."""
        signals = [member.signal for member in group.members]
        item = self._item_of_group(group)
        if item is not None:
            scope = scope_of_item(signals, item.unit_id, self.docket.briefing, item.facts["scope"]["units"])
            self._join(item, signals, {"scope": scope}, scope["scope"])
            return
        below = [signal for signal in signals if signal.series.unit_id != group.unit]
        direct = next(signal for signal in below if signal.series.unit.parent_id == group.unit)
        forum = self.docket.forum_above(direct)
        if forum is not None and self._is_unheard(forum, signals):
            return
        unit, family = direct.series.unit.parent, family_of(direct)
        assert unit is not None
        assert family is not None
        series = self.docket.parents.get(family)
        speaker = next((signal for signal in signals if signal.series.unit_id == group.unit), direct)
        facts = dict(self.docket.briefing.signal_facts(speaker, at=series.pk if series else None))
        facts["scope"] = scope_of_item(signals, unit.pk, self.docket.briefing)
        self._raise(forum, unit, series, speaker, signals, facts)

    def _item_of_group(self, group: Group[Signal]) -> AgendaItem | None:
        """The open item on the same change of the same unit, or one that already answers for the unit's own signal."""
        first = group.members[0].signal
        found = self.docket.answers.open_about((group.unit, first.series.measure.key, first.series.stratum, first.side))
        above = (self.docket.answers.open_of(member.parent_series, member.side) for member in group.members)
        return found or next((item for item in above if item is not None), None)

    def take_old(self, signals: Sequence[Signal]) -> None:
        """What was old when the figures first came: one question a forum."""
        by_forum: dict[Forum, list[Signal]] = defaultdict(list)
        for signal in signals:
            forum = self.docket.forum_for(signal)
            if forum is None:
                self.raised.unplaced.append(signal.pk)
            elif not self._is_unheard(forum, [signal]):
                by_forum[forum].append(signal)
        for forum, old in by_forum.items():
            self._ask_once(forum, old)
        mark_long_standing(signals=[signal.pk for old in by_forum.values() for signal in old], by=SYSTEM)

    def _is_unheard(self, forum: Forum, signals: Sequence[Signal]) -> bool:
        """Whether the forum's alarm budget keeps it from hearing of the signals; then that is written down."""
        if self.docket.budgets.hears(forum, signals):
            return False
        self.raised.unraised |= {signal: (forum, self.docket.budgets.at_most(forum)) for signal in signals}
        return True

    def _ask_once(self, forum: Forum, signals: Sequence[Signal]) -> None:
        lines = [self.docket.briefing.old_change(signal) for signal in signals]
        item = self.docket.answers.long_standing.get(forum.pk)
        if item is not None:
            self._join(item, signals, {"signals": [*item.facts["signals"], *lines]}, item.scope_proposed)
            return
        kind = AgendaItem.Kind.LONG_STANDING
        review = coming_sitting(forum, SYSTEM)
        self.raised.items.append(
            raise_item(review=review, kind=kind, unit=forum.unit, signals=signals, facts={"signals": lines}, by=SYSTEM)
        )

    def _raise(
        self,
        forum: Forum | None,
        unit: Unit,
        series: Series | None,
        teller: Signal,
        signals: Sequence[Signal],
        facts: dict[str, Any],
    ) -> None:
        if forum is None:
            self.raised.unplaced += [signal.pk for signal in signals]
            return
        role = self.docket.role_of(teller, series)
        is_breach = role.role == "balancing" and teller.meaning == Signal.Meaning.CONCERN
        item = raise_item(
            review=coming_sitting(forum, SYSTEM),
            kind=AgendaItem.Kind.BALANCING if is_breach else AgendaItem.Kind.SIGNAL,
            unit=unit,
            series=series,
            objective=Objective.objects.get(pk=role.objective_id),
            signals=signals,
            facts=facts,
            scope_proposed=facts["scope"]["scope"],
            by=SYSTEM,
        )
        self.docket.answers.note(item, signals)
        self.raised.items.append(item)

    def _join(self, item: AgendaItem, signals: Sequence[Signal], facts: dict[str, Any], scope: str) -> None:
        fold_signals(item=item, signals=signals, by=SYSTEM)
        refresh_item(item=item, facts=facts, scope_proposed=scope, by=SYSTEM)
        self.raised.joined.append(item)
