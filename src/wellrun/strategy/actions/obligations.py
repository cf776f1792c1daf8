"""What a regulator or payer requires: written down, changed, met with evidence, given up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.accounts.models import User
from wellrun.lib import clock
from wellrun.lib.errors import Conflict, UserError
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import holds, site_zone
from wellrun.strategy.actions.saving import save_new
from wellrun.strategy.actions.site_wide import note_site_change
from wellrun.strategy.errors import evidence_needed, reason_needed, title_needed
from wellrun.strategy.models import Obligation
from wellrun.strategy.permission import Doer, permit_unit

_CHANGEABLE = ("title", "regulator", "clause", "unit", "owner", "due", "notice_days", "evidence", "measure")
_MOST_NOTICE_DAYS = 3660


@transaction.atomic
def add_obligation(
    *,
    key: str,
    title: str,
    regulator: str,
    clause: str,
    unit: Unit,
    due: date,
    owner: Post | None = None,
    evidence: str = "",
    measure: Measure | None = None,
    notice_days: int = 60,
    by: Doer,
) -> Obligation:
    """Write down what is required by a day. Raises `title_needed`, `key_taken`, `notice_out_of_range`."""
    permit_unit(by, unit.pk)
    if not title.strip():
        raise title_needed()
    _require_notice(notice_days)
    required = Obligation(
        key=key,
        title=title.strip(),
        regulator=regulator,
        clause=clause,
        unit=unit,
        due=due,
        owner=owner,
        evidence=evidence,
        measure=measure,
        notice_days=notice_days,
    )
    save_new(required)
    _note(required, "add_obligation", after=_told(required), by=by)
    return required


@transaction.atomic
def change_obligation(*, obligation: Obligation, by: Doer, **fields: Any) -> Obligation:
    """Change its title, regulator, clause, unit, owner, day, days of notice, evidence or measure.

    Whoever moves it to another unit chairs both. The same again is no change.
    Raises `title_needed`, `obligation_over`, `notice_out_of_range`.
    """
    permit_unit(by, obligation.unit_id)
    held = _claim(obligation)
    if "unit" in fields:
        permit_unit(by, fields["unit"].pk)
    unknown = sorted(set(fields) - set(_CHANGEABLE))
    if unknown:
        raise TypeError(f"an obligation has no changeable {unknown[0]}")
    if "title" in fields and not fields["title"].strip():
        raise title_needed()
    if "notice_days" in fields:
        _require_notice(fields["notice_days"])
    _require_standing(held)
    return _change(held, "change_obligation", by, **fields)


@transaction.atomic
def meet_obligation(*, obligation: Obligation, met_on: date, met_by: str, by: Doer) -> Obligation:
    """Say that it is met, and what shows it: who chairs its unit does, or who holds the post that answers for it.

    Raises `evidence_needed`, `met_in_the_future`, `obligation_over`, `not_permitted`.
    """
    if not _is_owner(by, obligation):
        permit_unit(by, obligation.unit_id)
    held = _claim(obligation)
    if not met_by.strip():
        raise evidence_needed()
    if met_on > clock.today(site_zone()):
        raise UserError("met_in_the_future", _("It is met on a day that has come: choose today or an earlier day."))
    _require_standing(held)
    return _change(held, "meet_obligation", by, met_on=met_on, met_by=met_by.strip())


@transaction.atomic
def reopen_obligation(*, obligation: Obligation, reason: str, by: Doer) -> Obligation:
    """It is not met after all: what was given as evidence stays in its history, beside the reason.

    Raises `reason_needed`, `obligation_not_met`.
    """
    permit_unit(by, obligation.unit_id)
    held = _claim(obligation)
    if not reason.strip():
        raise reason_needed()
    if held.met_on is None or held.retired_on is not None:
        raise Conflict("obligation_not_met", _("Nobody has said that it is met."))
    return _change(held, "reopen_obligation", by, {"reason": reason.strip()}, met_on=None, met_by="")


@transaction.atomic
def retire_obligation(*, obligation: Obligation, reason: str, by: Doer) -> Obligation:
    """Nobody requires it any more. It stays on record. Raises `reason_needed`, `obligation_over`."""
    permit_unit(by, obligation.unit_id)
    held = _claim(obligation)
    if not reason.strip():
        raise reason_needed()
    if held.retired_on is not None:
        raise _over()
    return _change(held, "retire_obligation", by, {"reason": reason.strip()}, retired_on=clock.today(site_zone()))


def _claim(obligation: Obligation) -> Obligation:
    return Obligation.objects.select_for_update(of=("self",)).get(pk=obligation.pk)


def _change(held: Obligation, verb: str, by: Doer, said: dict[str, Any] | None = None, **fields: Any) -> Obligation:
    before = _told(held)
    for name, value in fields.items():
        setattr(held, name, value.strip() if isinstance(value, str) else value)
    after = _told(held)
    if after != before:
        held.save(update_fields=list(fields))
        differing = [name for name in after if after[name] != before[name]]
        was, now = ({name: told[name] for name in differing} for told in (before, after))
        _note(held, verb, before=was, after={**now, **(said or {})}, by=by)
    return held


def _note(one: Obligation, verb: str, *, after: dict[str, Any], by: Doer, before: dict[str, Any] | None = None) -> None:
    note_site_change(verb=verb, kind="obligation", key=one.key, about=one, before=before or {}, after=after, by=by)


def _told(one: Obligation) -> dict[str, Any]:
    return {
        "title": one.title,
        "regulator": one.regulator,
        "clause": one.clause,
        "unit": one.unit.key,
        "owner": one.owner.key if one.owner else None,
        "due": one.due,
        "notice_days": one.notice_days,
        "evidence": one.evidence,
        "measure": one.measure.key if one.measure else None,
        "met_on": one.met_on,
        "met_by": one.met_by,
        "retired_on": one.retired_on,
    }


def _require_standing(one: Obligation) -> None:
    if one.met_on is not None or one.retired_on is not None:
        raise _over()


def _over() -> Conflict:
    return Conflict("obligation_over", _("It is met already, or not required any more."))


def _require_notice(days: int) -> None:
    if not 0 <= days <= _MOST_NOTICE_DAYS:
        sentence = _("Days of notice lie between 0 and %(most)d.") % {"most": _MOST_NOTICE_DAYS}
        raise UserError("notice_out_of_range", sentence)


def _is_owner(by: Doer, one: Obligation) -> bool:
    """Whether the caller holds the post that answers for it and may contribute where it belongs, or in its unit."""
    if not isinstance(by, User) or one.owner is None or not holds(by, one.owner.pk, clock.today(site_zone())):
        return False
    return any(may(by, Permission.CONTRIBUTE, unit_id) for unit_id in (one.unit_id, one.owner.unit_id))
