"""What people say of plans when a site begins: of the next cycle in consultation, and of the quarter under way."""

from __future__ import annotations

from django.db import transaction

from wellrun.accounts.models import User
from wellrun.demo.site import ConfidenceSpec, ExchangeSpec, Site, TurnSpec
from wellrun.execution.permission import Doer
from wellrun.jobs.next_cycle import clone_plan
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.actions import agree, check_in, counter, open_consultation, propose, withdraw
from wellrun.strategy.models import Catchball, KeyResult, Objective, Plan


@transaction.atomic
def load_consultation(site: Site, *, by: Doer) -> None:
    """The next cycle in consultation with its exchanges, once; what is said of key results nobody spoke of yet."""
    said = site.consultation
    if said is None:
        return
    plan = Plan.objects.get(key=site.plan.key)
    for confidence in said.confidence if plan.stage == Plan.Stage.ACTIVE else ():
        _say(plan, confidence)
    following = said.next_cycle
    if following is None or Plan.objects.filter(key=following.key).exists():
        return
    dates = {"starts": following.starts, "ends": following.ends}
    draft = clone_plan(plan=plan, key=following.key, name=following.name, **dates, by=by)
    open_consultation(plan=draft, by=by)
    for exchange in following.exchanges:
        _exchange(draft, exchange)


def _say(plan: Plan, said: ConfidenceSpec) -> None:
    results = KeyResult.objects.filter(
        slice__objective__plan=plan,
        slice__objective__key=said.objective,
        slice__starts=said.starts,
        slice__closed_at__isnull=True,
        series__measure__key=said.measure,
        series__unit__key=said.unit,
        checks__isnull=True,
    )
    for result in results.select_related("slice__objective__plan", "series__measure"):
        check_in(key_result=result, confidence=said.confidence, text=said.text, by=_account(said.by))


def _exchange(plan: Plan, said: ExchangeSpec) -> None:
    """Every turn by the account that takes it, as on the page."""
    parent = Objective.objects.select_related("plan").get(plan=plan, key=said.parent)
    unit, post = Unit.objects.get(key=said.unit), Post.objects.get(key=said.post)
    for turn in said.turns:
        if turn.kind == "proposed":
            propose(
                parent=parent,
                unit=unit,
                post=post,
                title=turn.title,
                contribution=turn.contribution,
                text=turn.text,
                by=_account(turn.by),
            )
        else:
            _answer(Catchball.objects.get(parent=parent, unit=unit), turn)


def _answer(exchange: Catchball, turn: TurnSpec) -> None:
    by = _account(turn.by)
    if turn.kind == "countered":
        counter(catchball=exchange, title=turn.title, contribution=turn.contribution, text=turn.text, by=by)
    elif turn.kind == "agreed":
        agree(catchball=exchange, key=turn.key, text=turn.text, by=by)
    else:
        withdraw(catchball=exchange, text=turn.text, by=by)


def _account(username: str) -> User:
    return User.objects.get(username=username)
