"""What the passing of time asks for: after an import, when a clock is moved, when a server starts, every hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.audit.actions import SYSTEM, record
from wellrun.execution.permission import Doer, permit
from wellrun.insight.turns import take_turn
from wellrun.jobs.capability import raise_not_capable
from wellrun.jobs.evaluation import rejudge
from wellrun.jobs.follow_up import raise_look_backs, raise_stalled
from wellrun.jobs.model_check import check_nightly, check_since
from wellrun.jobs.obligations import raise_obligations
from wellrun.jobs.schedule import schedule_reviews
from wellrun.lib import clock
from wellrun.lib.errors import Conflict, UserError
from wellrun.measures.actions import raise_late_issues
from wellrun.measures.models import QualityIssue
from wellrun.organisation.queries import enterprise, site, site_zone


@dataclass(frozen=True, slots=True)
class Tick:
    """How much a tick brought; a second one at the same moment brings nothing.

    `rejudged`: series that an older version of the judging code had judged. `checked`: plans looked at.
    """

    scheduled: int
    look_backs: int
    stalled: int
    late: int
    rejudged: int = 0
    not_capable: int = 0
    checked: int = 0
    obligations: int = 0


def tick() -> Tick:
    """Schedule the next sitting of each forum, raise what is due to be looked back on, what is stuck, what is late.

    What is steady and short of its aim is asked about once; obligations reach their forum before their day; each plan
    is checked as a whole once a day, and whenever something changed since.

    First of all what an older version of the judging code judged is judged again.

    Each is a transaction of its own; one that was cut off is made up for by the next tick.
    """
    rejudged = rejudge()
    scheduled = len(schedule_reviews())
    return Tick(
        rejudged=rejudged.series_evaluated if rejudged else 0,
        scheduled=scheduled,
        not_capable=len(raise_not_capable()),
        look_backs=len(raise_look_backs()),
        stalled=len(raise_stalled()),
        late=len(_raise_late()),
        obligations=len(raise_obligations()),
        # Last of all, for it reads what the others wrote.
        checked=check_nightly() + check_since(),
    )


@transaction.atomic
def _raise_late() -> list[QualityIssue]:
    """Those that are late now; two that look at once would find the same ones twice."""
    take_turn()
    return raise_late_issues(by=SYSTEM)


def advance(*, ahead: timedelta, by: Doer) -> Tick:
    """Move a standing clock forward by days, and let everything that is due by then happen.

    The hour on the site's wall stays, also across the nights on which clocks are put back.

    Raises `clock_runs` on a site whose clock does not stand still, `clock_goes_forward` for a step back, and
    what `access` raises for anyone but an administrator of the enterprise.
    """
    here = enterprise()
    if here is not None:
        permit(by, Permission.ADMINISTER, here.pk)
    if clock.standing_at() is None:
        raise Conflict("clock_runs", _("The clock of this site runs; only a demo's clock can be moved."))
    if ahead <= timedelta(0):
        raise UserError("clock_goes_forward", _("The clock only moves forward."))
    with transaction.atomic():
        record(by=by, verb="advance_clock", subject=site(), data={"days": ahead / timedelta(days=1)})
        now = clock.now().astimezone(site_zone())
        # Added within a zone, days keep the hour; taken in UTC, the difference is how far the clock goes.
        clock.advance((now + ahead).astimezone(UTC) - now.astimezone(UTC))
    return tick()
