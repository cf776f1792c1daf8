"""Stating an exception to a rule of the model check."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.audit.actions import Actor, record
from wellrun.check.models import Waiver
from wellrun.lib.errors import UserError
from wellrun.organisation.models import Post
from wellrun.strategy.models import Plan


@transaction.atomic
def state_waiver(*, plan: Plan, rule: str, subject: str, reason: str, post: Post, expires: date, by: Actor) -> Waiver:
    """Set one rule aside for one subject of the plan until a day: a post says so, with a reason."""
    if not reason.strip():
        raise UserError("reason_missing", _("An exception needs a reason."))
    waiver = Waiver.objects.create(plan=plan, rule=rule, subject=subject, reason=reason, post=post, expires=expires)
    record(
        by=by,
        verb="state_waiver",
        subject=waiver,
        data={"rule": rule, "subject": subject, "post": post.key, "expires": expires},
    )
    return waiver
