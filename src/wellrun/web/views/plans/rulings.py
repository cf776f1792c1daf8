"""Ruling which of two priorities wins, and taking a ruling back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.lib.errors import Conflict
from wellrun.strategy.actions import rule_precedence, withdraw_precedence
from wellrun.strategy.actions.holding import hold_plan
from wellrun.strategy.models import Objective, Precedence
from wellrun.strategy.permission import permit_plan
from wellrun.strategy.queries import ruling_between
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.plans.ruling import RulingForm, stamp
from wellrun.web.forms.posted import posted
from wellrun.web.frame import page
from wellrun.web.parts import Crumb
from wellrun.web.presenters.plans.choices import around, plan_crumbs
from wellrun.web.presenters.plans.rulings import RulingsPage, rulings_page
from wellrun.web.views.plans.opening import PlanFrame, open_plan
from wellrun.web.views.plans.saving import save
from wellrun.web.views.plans.whole import Whole

_FIELD_OF = {"same_twice": "loser", "reason_needed": "because", "own_reason_needed": "because"}


@require_http_methods(["GET", "POST"])
def rulings(request: HttpRequest, plan: str) -> HttpResponse:
    """What pulls against what, what is ruled, and the form that says which wins."""
    opened = open_plan(request, plan)
    if request.method == "POST":
        permit_plan(opened.frame.user)
    whole = Whole(opened)
    named = from_query(request, ("winner", "loser", "because"))
    given = request.POST.dict() if request.method == "POST" else named
    shown = rulings_page(opened, whole, given)
    form = RulingForm(shown.choices, posted(request), initial=_initial(shown, named))
    status = 200
    if request.method == "POST":
        refused = _rule(request, opened, form) if form.is_valid() else 422
        if refused is None:
            return redirect("plan_rulings", opened.plan.key)
        status = refused
        if status == 409:  # what stands now is shown beside it: sent once more it holds
            form = _read_anew(form, shown)
    context = {
        **around(opened, whole, "plan_rulings"),
        "shown": shown,
        "form": form if whole.may_write else None,
    }
    return page(request, opened.frame, "strategy", "plans/rulings.html", context, status=status)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, plan: str, pk: UUID) -> HttpResponse:
    """Ask, and take a ruling back."""
    opened = open_plan(request, plan)
    ruled = _ruling(opened, pk)
    permit_plan(opened.frame.user)
    back = reverse("plan_rulings", args=[opened.plan.key])
    form = RulingForm((), posted(request))
    if request.method == "POST":
        done = _("The ruling is taken back.")
        status = save(
            request, opened.plan, form, lambda: withdraw_precedence(precedence=ruled, by=opened.frame.user), done=done
        )
        if status is None:
            return redirect(back)
    words = {"winner": ruled.winner.title, "loser": ruled.loser.title, "because": ruled.because}
    context = {
        "heading": _("Take this ruling back"),
        "said": _("From then on it is not said which of the two wins. The history keeps what stood."),
        "quoted": _("“%(winner)s” wins over “%(loser)s”, because: %(because)s") % words,
        "button": _("Take it back"),
        "crumbs": plan_crumbs(opened.plan, Crumb(_("What wins"), back), Crumb(_("Take back"))),
        "back": back,
        "problems": form.non_field_errors() if request.method == "POST" else (),
    }
    return page(
        request,
        opened.frame,
        "strategy",
        "plans/confirm.html",
        context,
        status=409 if request.method == "POST" else 200,
    )


def _rule(request: HttpRequest, opened: PlanFrame, form: RulingForm) -> int | None:
    given = form.cleaned_data

    def do() -> None:
        hold_plan(opened.plan.pk)  # one ruling at a time
        both = {
            one.key: one
            for one in opened.objectives().filter(key__in=[given["winner"], given["loser"]]).select_related("plan")
        }
        winner, loser = both[given["winner"]], both[given["loser"]]
        _refuse_changed(winner, loser, given["read"])
        rule_precedence(winner=winner, loser=loser, because=given["because"], by=opened.frame.user)

    done = _("It is said which of the two wins.")
    return save(request, opened.plan, form, do, done=done, field_of=_FIELD_OF)


def _refuse_changed(winner: Objective, loser: Objective, read: str) -> None:
    """Raise where a ruling on the two stands that the form did not show."""
    stands = ruling_between(winner, loser)
    if stands is not None and stamp(stands.winner.key, stands.because) != read:
        words = {"winner": stands.winner.title, "loser": stands.loser.title, "because": stands.because}
        sentence = _(
            "It is ruled already: “%(winner)s” wins over “%(loser)s”, because: %(because)s. Send again to replace that."
        )
        raise Conflict("ruled_meanwhile", sentence % words)


def _initial(shown: RulingsPage, named: dict[str, str]) -> dict[str, str]:
    """What the address says; of a ruling that stands its mark, and its words where the same one wins."""
    pair = frozenset({named.get("winner", ""), named.get("loser", "")})
    if pair not in shown.rulings:
        return named
    winner, because = shown.rulings[pair]
    said = {"because": because} if winner == named["winner"] else {}
    return {**said, **named, "read": stamp(winner, because)}


def _read_anew(form: RulingForm, shown: RulingsPage) -> RulingForm:
    """The same form, read from the ruling that stands now."""
    given = {name: form.data.get(name, "") for name in form.fields}
    pair = frozenset({given["winner"], given["loser"]})
    given["read"] = stamp(*shown.rulings[pair]) if pair in shown.rulings else ""
    again = RulingForm(shown.choices, given)
    for sentence in form.non_field_errors():
        again.add_error(None, sentence)
    return again


def _ruling(opened: PlanFrame, pk: UUID) -> Precedence:
    """A ruling between two objectives the caller sees."""
    seen = opened.objectives()
    rows = Precedence.objects.filter(plan=opened.plan, pk=pk, winner__in=seen, loser__in=seen)
    found = rows.select_related("winner", "loser", "plan").first()
    if found is None:
        raise nothing_here()
    return found
