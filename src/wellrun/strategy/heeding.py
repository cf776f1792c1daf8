"""What is offered for an objective is heeded: the other measure takes its role, the library's word is taken over."""

from __future__ import annotations

from django.db import transaction

from wellrun.accounts.models import User
from wellrun.measures.actions.adopting import may_define
from wellrun.strategy.actions import give_role
from wellrun.strategy.library_links import take_offered
from wellrun.strategy.models import Objective
from wellrun.strategy.suggested import Suggestion


@transaction.atomic
def heed(*, objective: Objective, offered: Suggestion, by: User) -> None:
    """Give the other measure its role; whoever may also writes down what the library says.

    Raises what `give_role` raises, and `not_permitted` where nothing but the library's word is offered.
    """
    if offered.role and offered.other is not None:
        give_role(objective=objective, measure=offered.other, role=offered.role, by=by)
    if offered.take and (may_define(by) or not offered.role):
        take_offered(measure=offered.about, ids={offered.take}, by=by)
