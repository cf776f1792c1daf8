"""Exchanges about parts of objectives: those of a plan, asking for a part, and one exchange with its answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids, units_where
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import subtree_ids
from wellrun.strategy.actions import agree, counter, propose, withdraw
from wellrun.strategy.exchanges import OPEN, visible_exchanges, with_last_turn
from wellrun.strategy.models import Catchball, Objective
from wellrun.strategy.permission import permit_unit
from wellrun.web.counts import inside
from wellrun.web.forms.plans.exchange import Answer, Counter, Part, Propose, ProposeAgain, Withdraw, shown
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.frame import page
from wellrun.web.paging import page_number, pages_of
from wellrun.web.parts import Crumb
from wellrun.web.presenters.plans.exchange import ExchangePage, exchange_page, open_exchange
from wellrun.web.presenters.plans.exchanges import SHOWN, OfferPage, exchanges_page, offer_page
from wellrun.web.presenters.plans.objective import objective_tabs
from wellrun.web.views.plans.opening import PlanFrame, open_objective, open_plan
from wellrun.web.views.plans.saving import save

_FIELDS = ("unit", "post", "title", "contribution", "text")
_FIELD_OF = {
    "title_needed": "title",
    "contribution_unclear": "contribution",
    "no_result_above": "contribution",
    "asks_itself": "unit",
    "not_below": "unit",
    "unit_closed": "unit",
    "post_gone": "post",
}
_FORMS: dict[str, type[Answer]] = {
    "agree": Answer,
    "counter": Counter,
    "propose": ProposeAgain,
    "withdraw": Withdraw,
}
_REFUSED_LATE = 409


@require_safe
def exchanges(request: HttpRequest, plan: str) -> HttpResponse:
    """The exchanges of a plan that one sees, of a unit and below or of all: what is still open first."""
    opened = open_plan(request, plan)
    wanted = request.GET.get("show", "")
    unit = units_where(opened.frame.user).filter(key=request.GET.get("unit", "")).first()
    found = exchanges_page(
        opened.frame,
        opened.plan,
        wanted if wanted in SHOWN else "open",
        unit,
        page_number(request),
    )
    context = {"plan": opened.plan, "shown": found, "rows": found.rows, "about": unit}
    context["crumbs"] = [Crumb(opened.plan.name, reverse("plan", args=[plan])), Crumb(_("Parts to take on"))]
    context["pages"] = pages_of(request, found.page)
    return page(request, opened.frame, "strategy", "plans/exchanges.html", context)


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """What of an objective was asked below, and the form to ask a unit to take on a part."""
    opened, parent = open_objective(request, plan, key)
    at = _open_with(opened, parent, request.GET.get("unit", ""))
    if request.method == "GET" and at is not None:
        return redirect("catchball", opened.plan.key, at.pk)
    found = offer_page(opened.frame, parent)
    form, status = _propose_form(request, opened, parent, found), 200
    if request.method == "POST":
        permit_unit(opened.frame.user, parent.unit_id)  # before it is told what is wrong with the words
        asked = _ask(request, opened, parent, form) if form.is_valid() else 422
        if not isinstance(asked, int):
            return redirect("catchball", opened.plan.key, asked.pk)
        status = asked
    context = {
        "plan": opened.plan,
        "objective": parent,
        "shown": found,
        "form": form if form.is_bound or opened.may_write(parent.unit) else None,
        "crumbs": found.crumbs,
        "tabs": objective_tabs(parent, "objective_catchball"),
    }
    return page(request, opened.frame, "strategy", "plans/offer.html", context, status=status)


@require_http_methods(["GET", "POST"])
def catchball(request: HttpRequest, plan: str, pk: UUID) -> HttpResponse:
    """One exchange with every turn, and the answers the reader may give now."""
    opened = open_plan(request, plan)
    one = open_exchange(opened.frame, plan, pk)
    verb = request.POST.get("verb", "") if request.method == "POST" else ""
    if request.method == "POST" and verb not in _FORMS:
        raise nothing_here()
    found = exchange_page(opened.frame, one)
    sent = _form(verb, found, request.POST) if verb else None
    status = 200
    if sent is not None:
        status = _answer(request, opened, one, verb, sent) or 200 if sent.is_valid() else 422
        if status == 200:
            return redirect("catchball", opened.plan.key, one.pk)
        if status == _REFUSED_LATE:
            found = exchange_page(opened.frame, open_exchange(opened.frame, plan, pk))
    context = {"plan": opened.plan, "shown": found, **_answers(found, verb, sent, status)}
    return page(request, opened.frame, "strategy", "plans/exchange.html", context, status=status)


def _ask(request: HttpRequest, opened: PlanFrame, parent: Objective, form: Propose) -> Catchball | int:
    """The exchange that is begun or goes on, or the status of a refusal."""
    made: list[Catchball] = []
    refused = save(
        request,
        opened.plan,
        form,
        lambda: made.append(propose(parent=parent, by=opened.frame.user, **form.given())),
        done=_("The %(post)s is asked.") % {"post": inside(form.cleaned_data["post"].title)},
        field_of=_FIELD_OF,
    )
    return made[0] if refused is None else refused


def _answer(request: HttpRequest, opened: PlanFrame, one: Any, verb: str, sent: Answer) -> int | None:
    user = opened.frame.user
    given = sent.given()
    asked = {"parent": one.parent, "unit": one.unit, "post": one.post}
    calls: dict[str, Callable[[], object]] = {
        "agree": lambda: agree(catchball=one, by=user, **given),
        "counter": lambda: counter(catchball=one, by=user, **given),
        "propose": lambda: propose(**asked, by=user, **given),
        "withdraw": lambda: withdraw(catchball=one, by=user, **given),
    }
    done = {
        "agree": _("Agreed: “%(title)s” is now an objective of %(unit)s."),
        "counter": _("Your answer was sent to who asked."),
        "propose": _("Asked again."),
        "withdraw": _("Taken back."),
    }
    words = {"title": one.last_title, "unit": one.unit.name}
    return save(request, opened.plan, sent, calls[verb], done=done[verb] % words, field_of=_FIELD_OF)


def _answers(found: ExchangePage, verb: str, sent: Answer | None, status: int) -> dict[str, Any]:
    """The forms of what may be said now. One that was refused keeps what was typed, and where it is too late for it,
    the words stand on the page.
    """
    late = status == _REFUSED_LATE
    answers = {each: _form(each, found) for each in found.verbs}
    if sent is not None and verb in answers:
        answers[verb] = _form(verb, found, typed=sent.cleaned_data) if late else sent
    refused = " ".join(map(str, sent.non_field_errors())) if sent is not None and (late or verb not in answers) else ""
    unsent = sent.cleaned_data.get("text", "") if sent is not None and refused and verb not in answers else ""
    return {"answers": answers, "refused": refused, "unsent": unsent, "said_verb": verb}


def _form(verb: str, found: ExchangePage, sent: Any = None, typed: dict[str, Any] | None = None) -> Answer:
    """The form of a verb, its first words those of the turn it answers to."""
    kind, last = _FORMS[verb], found.last
    first: dict[str, Any] = {}
    named: dict[str, Any] = {}
    if issubclass(kind, Part):
        version = found.shared.result
        named = {"version": version, "left": found.left if verb == "propose" else ""}
        first = {"title": last.title, "contribution": shown(last.contribution, version)}
    first |= {name: value for name, value in (typed or {}).items() if value not in (None, "")}
    first["to_turn"] = last.number
    return kind(sent, initial=first, auto_id=f"{verb}_%s", **named)


def _propose_form(request: HttpRequest, opened: PlanFrame, parent: Objective, found: OfferPage) -> Propose:
    user = opened.frame.user
    return Propose(
        request.POST if request.method == "POST" else None,
        initial={"title": parent.title, **from_query(request, _FIELDS)},
        version=found.shared.result,
        left=found.left,
        units=_units_below(opened, parent),
        posts=Post.objects.filter(unit__in=granted_unit_ids(user), retired_on__isnull=True),
    )


def _units_below(opened: PlanFrame, parent: Objective) -> QuerySet[Unit]:
    """The units that may be asked for a part: those below its own that are there and that the caller sees."""
    below = units_where(opened.frame.user).filter(closed__isnull=True, pk__in=subtree_ids(parent.unit_id))
    return below.exclude(pk=parent.unit_id)


def _open_with(opened: PlanFrame, parent: Objective, unit: str) -> Any:
    """The exchange about it that is open with a unit: who is led here to ask goes on there."""
    if not unit:
        return None
    rows = visible_exchanges(opened.frame.user, opened.frame.today).filter(parent=parent, unit__key=unit)
    return with_last_turn(rows, opened.frame.today).filter(last_kind__in=OPEN).first()
