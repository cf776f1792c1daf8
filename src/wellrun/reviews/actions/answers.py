"""The first questions of an item answered together, alone or with the outcome that closes it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from wellrun.execution.permission import Doer
from wellrun.insight.models import Signal
from wellrun.organisation.models import Post
from wellrun.reviews.actions.items import choose_scope, name_next_owner, note_drivers
from wellrun.reviews.actions.outcomes import OutcomeSpec, close_item_with
from wellrun.reviews.models import AgendaItem, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What is driving it, who owns the next action, local or systemic; None leaves an answer as it stands."""

    drivers: str | None = None
    post: Post | None = None
    scope: Signal.Scope | str | None = None


@transaction.atomic
def answer_questions(*, item: AgendaItem, answers: Answers, by: Doer) -> AgendaItem:
    """Write down the answers that were given, all or none of them. Raises what each of them raises."""
    if answers.drivers is not None:
        note_drivers(item=item, text=answers.drivers, by=by)
    if answers.scope is not None and answers.scope != item.scope_chosen:
        choose_scope(item=item, scope=answers.scope, by=by)
    if answers.post is not None and answers.post.pk != item.next_owner_id:
        name_next_owner(item=item, post=answers.post, by=by)
    return item


@transaction.atomic
def settle_item(*, item: AgendaItem, answers: Answers, outcome: OutcomeSpec, by: Doer) -> Outcome:
    """Write down the answers and close the item with its outcome, in one go; a refusal leaves nothing written."""
    answer_questions(item=item, answers=answers, by=by)
    return close_item_with(item=item, outcome=outcome, by=by)
