"""Who may decide what, where, up to what: given to a post or a forum, changed, taken away."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.accounts.models import User
from wellrun.lib import clock
from wellrun.lib.errors import Conflict, Refused, UserError
from wellrun.organisation.models import DecisionRight, Post, Right, Unit
from wellrun.organisation.queries import holds, site_zone
from wellrun.reviews.models import Forum, ForumRight
from wellrun.reviews.visibility import require_forum
from wellrun.strategy.actions.site_wide import note_site_change
from wellrun.strategy.permission import Doer, permit_unit

Holder = Post | Forum
AnyRight = DecisionRight | ForumRight


@transaction.atomic
def give_right(
    *,
    holder: Holder,
    kind: str,
    scope: Unit,
    spending_ceiling: float | None = None,
    staffing_ceiling: float | None = None,
    by: Doer,
) -> AnyRight:
    """Say that a post or a forum may decide on one kind of thing in a unit and below, up to the ceilings given.

    Who chairs both units says so, and of what they hold themselves who chairs the unit above.
    Raises `kind_unknown`, `ceiling_negative`, `right_known`, `own_right`, `not_permitted`.
    """
    _permit(by, holder, scope)
    values = _checked(kind, spending_ceiling, staffing_ceiling)
    own = _own(holder)
    _refuse_known(own, kind, scope)
    model: Any = DecisionRight if isinstance(holder, Post) else ForumRight
    right: AnyRight = model.objects.create(**own, kind=kind, scope=scope, **values)
    _note(right, "give_right", after=_told(right), by=by)
    return right


@transaction.atomic
def change_right(
    *,
    right: AnyRight,
    kind: str,
    scope: Unit,
    spending_ceiling: float | None,
    staffing_ceiling: float | None,
    by: Doer,
) -> AnyRight:
    """Say anew what it is a right to, where, up to what. The same again is no change. Raises as `give_right` does."""
    holder = holder_of(right)
    _permit(by, holder, right.scope)
    _permit(by, holder, scope)
    values = _checked(kind, spending_ceiling, staffing_ceiling)
    _refuse_known(_own(holder), kind, scope, besides=right)
    before = _told(right)
    for name, value in {"kind": kind, "scope": scope, **values}.items():
        setattr(right, name, value)
    after = _told(right)
    if after != before:
        right.save()
        _note(right, "change_right", before=before, after=after, by=by)
    return right


@transaction.atomic
def remove_right(*, right: AnyRight, by: Doer) -> None:
    """The post or forum may not decide on it there any more."""
    _permit(by, holder_of(right), right.scope)
    _note(right, "remove_right", before=_told(right), by=by)
    right.delete()


def holder_of(right: AnyRight) -> Holder:
    """The post or the forum that has it."""
    return right.post if isinstance(right, DecisionRight) else right.forum


def _permit(by: Doer, holder: Holder, scope: Unit) -> None:
    if isinstance(holder, Forum):
        require_forum(by, Permission.CHAIR, holder)
    permit_unit(by, holder.unit_id)
    permit_unit(by, scope.pk)
    post = holder.chair if isinstance(holder, Forum) else holder
    if isinstance(by, User) and _is_own(by, post, holder.unit):
        raise Refused(
            "own_right", _("Nobody sets what they may decide themselves: ask who chairs the unit above yours.")
        )


def _is_own(by: User, post: Post, unit: Unit) -> bool:
    """Whether it would be the caller's own right, with somebody above who could give it instead."""
    above = unit.parent
    if above is None or above.membership != Unit.Membership.MEMBER or may(by, Permission.CHAIR, above.pk):
        return False
    return holds(by, post.pk, clock.today(site_zone()))


def _own(holder: Holder) -> dict[str, Any]:
    return {"post": holder} if isinstance(holder, Post) else {"forum": holder}


def _checked(kind: str, spending: float | None, staffing: float | None) -> dict[str, float | None]:
    if kind not in Right.Kind.values:
        raise UserError("kind_unknown", _("Choose a kind of decision."), kind=kind)
    if min(spending or 0, staffing or 0) < 0:
        raise UserError("ceiling_negative", _("A ceiling is not below zero."))
    return {"spending_ceiling": spending, "staffing_ceiling": staffing}


def _refuse_known(own: dict[str, Any], kind: str, scope: Unit, besides: AnyRight | None = None) -> None:
    model: Any = DecisionRight if "post" in own else ForumRight
    same = model.objects.filter(**own, kind=kind, scope=scope)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise Conflict("right_known", _("It may decide on that there already: change the right it has."))


def _note(
    right: AnyRight,
    verb: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    by: Doer,
) -> None:
    holder = holder_of(right)
    kind = "post" if isinstance(holder, Post) else "forum"
    note_site_change(verb=verb, kind=kind, key=holder.key, about=right, before=before or {}, after=after or {}, by=by)


def _told(right: AnyRight) -> dict[str, Any]:
    return {
        "right": right.kind,
        "scope": right.scope.key,
        "spending_ceiling": right.spending_ceiling,
        "staffing_ceiling": right.staffing_ceiling,
    }
