"""Putting a few things in order: shown, moved step by step without scripts, and saved as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wellrun.strategy.models import Plan
from wellrun.web.forms.plans.order import OrderForm
from wellrun.web.views.plans.saving import save

T = TypeVar("T")


@dataclass(frozen=True)
class Ordering(Generic[T]):
    """The form as it is to be shown, and what it orders, as that stands now.

    `moved`: what a button moved where; `problems`: why nothing was saved.
    """

    form: OrderForm
    things: Mapping[str, T]
    status: int = 200
    is_saved: bool = False
    moved: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """Whether the order shown is not the one in force."""
        return list(self.form.titles) != self.form.shown


def put_in_order(
    request: HttpRequest,
    plan: Plan,
    read: Callable[[], Mapping[str, T]],
    name: Callable[[T], str],
    write: Callable[[Sequence[T], Sequence[str]], object],
    *,
    done: str,
    is_sent: bool | None = None,
) -> Ordering[T]:
    """Show the order, move one, or save all by `write(order, keys as they were read)`.

    `read`: what is ordered, by key, as it stands now. `is_sent`: whether it is this form that was sent, where the page
    has others. An address fills the form in by `order`, keys with commas.
    """
    things = read()
    titles = {key: name(one) for key, one in things.items()}
    if not (request.method == "POST" if is_sent is None else is_sent):
        return Ordering(OrderForm(titles, shown=request.GET.get("order", "").split(",")), things)
    form = OrderForm(titles, request.POST)
    if not form.is_valid():
        return Ordering(form, things, status=422)
    step = form.moved()
    if step is not None:
        return Ordering(OrderForm(titles, shown=step[0], read=form.was_read), things, moved=_moved(titles, *step))
    order = [things[key] for key in form.wanted]
    status = save(request, plan, form, lambda: write(order, form.was_read), done=done)
    if status is None:
        return Ordering(form, things, is_saved=True)
    problems = [str(error) for error in form.non_field_errors()]
    return Ordering(OrderForm(titles, shown=form.wanted), things, status=status, problems=problems)


def _moved(titles: Mapping[str, str], order: list[str], key: str) -> str:
    words = {"title": titles[key], "place": order.index(key) + 1, "count": len(order)}
    return _("“%(title)s” has place %(place)d of %(count)d. This is not saved yet.") % words
