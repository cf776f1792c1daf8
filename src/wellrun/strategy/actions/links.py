"""What is believed to move what, and what a push may harm: said, changed, withdrawn by who defines measures."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.lib import clock
from wellrun.lib.errors import Conflict, UserError
from wellrun.measures.actions.adopting import permit_defining
from wellrun.measures.models import Measure
from wellrun.organisation.queries import site_zone
from wellrun.strategy.actions.saving import refuse_taken_key, save_new
from wellrun.strategy.actions.site_wide import note_site_change
from wellrun.strategy.models import InfluenceLink, TradeOff
from wellrun.strategy.permission import Doer

_LINK = ("lead", "lag", "sign", "delay_min_days", "delay_max_days", "grade", "source_text", "caveat")
_TRADE_OFF = ("push", "push_direction", "guard", "guard_direction", "mechanism", "source_text")
_LONGEST_DELAY = 3660
Said = TypeVar("Said", InfluenceLink, TradeOff)


@transaction.atomic
def add_link(*, key: str, by: Doer, **fields: Any) -> InfluenceLink:
    """Say that one measure is believed to move another: its fields as the record has them.

    Raises `not_permitted`, `key_taken`, `same_measure`, `link_there`, `source_needed`, `delay_unclear`,
    `caveat_needed`.
    """
    return _added(InfluenceLink(key=key, **_kept(fields, _LINK)), "add_link", by)


@transaction.atomic
def change_link(*, link: InfluenceLink, by: Doer, **fields: Any) -> InfluenceLink:
    """Say it otherwise. The same again is no change. Raises what `add_link` does, and `already_withdrawn`."""
    return _changed(link, "change_link", _kept(fields, _LINK), by)


@transaction.atomic
def say_structural(*, link: InfluenceLink, by: Doer) -> InfluenceLink:
    """The lead is a part of the lag: that both move is arithmetic. Raises what `change_link` does."""
    return change_link(link=link, grade=InfluenceLink.Grade.STRUCTURAL, by=by)


@transaction.atomic
def add_caveat(*, link: InfluenceLink, caveat: str, by: Doer) -> InfluenceLink:
    """Say what speaks against it; that is shown wherever the link is. Raises `caveat_needed`."""
    if not caveat.strip():
        raise _caveat_needed()
    return change_link(link=link, caveat=caveat, by=by)


@transaction.atomic
def withdraw_link(*, link: InfluenceLink, by: Doer) -> InfluenceLink:
    """It is not believed any more; it stays on record. Raises `not_permitted`, `already_withdrawn`."""
    return _withdrawn(link, "withdraw_link", by)


@transaction.atomic
def add_trade_off(*, key: str, by: Doer, **fields: Any) -> TradeOff:
    """Say that pushing one measure needs another beside it: its fields as the record has them.

    Raises `not_permitted`, `key_taken`, `same_measure`, `trade_off_there`, `source_needed`, `mechanism_needed`.
    """
    return _added(TradeOff(key=key, **_kept(fields, _TRADE_OFF)), "add_trade_off", by)


@transaction.atomic
def change_trade_off(*, trade_off: TradeOff, by: Doer, **fields: Any) -> TradeOff:
    """Say it otherwise. The same again is no change. Raises what `add_trade_off` does, and `already_withdrawn`."""
    return _changed(trade_off, "change_trade_off", _kept(fields, _TRADE_OFF), by)


@transaction.atomic
def withdraw_trade_off(*, trade_off: TradeOff, by: Doer) -> TradeOff:
    """It is not believed any more; it stays on record. Raises `not_permitted`, `already_withdrawn`."""
    return _withdrawn(trade_off, "withdraw_trade_off", by)


def _kept(fields: dict[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    unknown = sorted(set(fields) - set(known))
    if unknown:
        raise TypeError(f"there is no {unknown[0]} to say")
    return {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}


def _added(one: Said, verb: str, by: Doer) -> Said:
    permit_defining(by)
    save_new(one, _refuse_taken)
    note_site_change(verb=verb, kind=_KIND[type(one)], key=one.key, about=one, after=_told(one), by=by)
    return one


def _changed(one: Said, verb: str, fields: dict[str, Any], by: Doer) -> Said:
    held = _held(one, by)
    before = _told(held)
    for name, value in fields.items():
        setattr(held, name, value)
    after = _told(held)
    if before == after:
        return held
    _check(held)
    held.save(update_fields=list(fields))
    was, now = ({name: told[name] for name in told if before[name] != after[name]} for told in (before, after))
    # The ends let go of, and those that stay: the check asks both measures again.
    ends = {name: before[name] for name in _ENDS[type(held)]}
    kind = _KIND[type(held)]
    note_site_change(verb=verb, kind=kind, key=held.key, about=held, before={**ends, **was}, after=now, by=by)
    return held


def _withdrawn(one: Said, verb: str, by: Doer) -> Said:
    held = _held(one, by)
    held.retired_on = clock.today(site_zone())
    held.save(update_fields=["retired_on"])
    after = {"retired_on": held.retired_on}
    note_site_change(
        verb=verb, kind=_KIND[type(held)], key=held.key, about=held, before=_told(held), after=after, by=by
    )
    return held


def _held(one: Said, by: Doer) -> Said:
    """It as it stands now, for nobody else to write until the transaction ends."""
    permit_defining(by)
    held = type(one)._default_manager.select_for_update(of=("self",)).select_related(*_ENDS[type(one)]).get(pk=one.pk)
    if held.retired_on is not None:
        raise Conflict("already_withdrawn", _("It was withdrawn: say it anew if it is believed again."))
    return held


def _refuse_taken(one: InfluenceLink | TradeOff) -> None:
    """Raise where the key is taken, or where the two measures have one already."""
    refuse_taken_key(one)
    _check(one)


_KIND = {InfluenceLink: "link", TradeOff: "trade_off"}
_ENDS = {InfluenceLink: ("lead", "lag"), TradeOff: ("push", "guard")}


def _told(one: InfluenceLink | TradeOff) -> dict[str, Any]:
    names = _LINK if isinstance(one, InfluenceLink) else _TRADE_OFF
    return {name: value.key if isinstance(value := getattr(one, name), Measure) else value for name in names}


def _check(one: InfluenceLink | TradeOff) -> None:
    if isinstance(one, InfluenceLink):
        _check_link(one)
    else:
        _check_trade_off(one)


def _check_link(link: InfluenceLink) -> None:
    if link.lead_id == link.lag_id:
        raise _same_measure()
    least, most = link.delay_min_days, link.delay_max_days
    if not 0 <= least <= most <= _LONGEST_DELAY:
        sentence = _("The effect shows after at least so many days and at most as many or more, up to %(most)d.")
        raise UserError("delay_unclear", sentence % {"most": _LONGEST_DELAY})
    _require_source(link.source_text)
    if link.grade == InfluenceLink.Grade.CONTESTED and not link.caveat.strip():
        raise _caveat_needed()
    others = InfluenceLink.objects.filter(lead=link.lead_id, lag=link.lag_id, retired_on__isnull=True)
    if others.exclude(pk=link.pk).exists():
        raise Conflict("link_there", _("There is a link between these two already: change that one."))


def _check_trade_off(one: TradeOff) -> None:
    if one.push_id == one.guard_id:
        raise _same_measure()
    if not one.mechanism.strip():
        raise UserError("mechanism_needed", _("Say how the push could do harm."))
    _require_source(one.source_text)
    others = TradeOff.objects.filter(push=one.push_id, push_direction=one.push_direction, guard=one.guard_id)
    if others.filter(retired_on__isnull=True).exclude(pk=one.pk).exists():
        raise Conflict("trade_off_there", _("There is a trade-off between these two already: change that one."))


def _require_source(text: str) -> None:
    if not text.strip():
        raise UserError("source_needed", _("Say where this comes from, and be it the judgement of whom."))


def _same_measure() -> UserError:
    return UserError("same_measure", _("Name two different measures."))


def _caveat_needed() -> UserError:
    return UserError("caveat_needed", _("What is contested is never said without what speaks against it."))
