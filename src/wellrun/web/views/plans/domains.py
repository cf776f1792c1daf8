"""The priority areas: put in order, added, renamed, taken away while nothing belongs to them."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.errors import nothing_here
from wellrun.strategy.actions import add_domain, order_domains, remove_domain, rename_domain
from wellrun.strategy.actions.holding import held_now
from wellrun.strategy.errors import domain_in_use, plan_closed
from wellrun.strategy.free_key import free_key
from wellrun.strategy.models import Domain
from wellrun.strategy.permission import permit_plan
from wellrun.strategy.queries import domains_unused
from wellrun.web.forms.plans.domain import DomainForm
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.frame import page
from wellrun.web.parts import Crumb
from wellrun.web.presenters.plans.choices import around, plan_crumbs
from wellrun.web.presenters.plans.domains import domains_in_order, domains_page
from wellrun.web.views.plans.meanwhile import read_from, refuse_changed
from wellrun.web.views.plans.opening import PlanFrame, open_plan
from wellrun.web.views.plans.ordering import put_in_order
from wellrun.web.views.plans.saving import save
from wellrun.web.views.plans.whole import Whole

_FIELD_OF = {"title_needed": "name", "key_taken": "name"}
# A key has room for 40 characters; a number may follow.
_LONGEST_KEY = 35


@require_http_methods(["GET", "POST"])
def domains(request: HttpRequest, plan: str) -> HttpResponse:
    """All of them, the form that orders them, and the one that adds another."""
    opened = open_plan(request, plan)
    if request.method == "POST":
        _permit(opened)
    adding = request.method == "POST" and "name" in request.POST
    form = DomainForm(request.POST if adding else None, initial=from_query(request, ["name"]))
    status = 200
    if adding:
        refused = _add(request, opened, form) if form.is_valid() else 422
        if refused is None:
            return redirect("plan_domains", opened.plan.key)
        status = refused
    ordering = put_in_order(
        request,
        opened.plan,
        lambda: domains_in_order(opened),
        lambda one: one.name,
        lambda order, read: _order(opened, order, read),
        done=_("The order is saved."),
        is_sent=request.method == "POST" and not adding,
    )
    if ordering.is_saved:
        return redirect("plan_domains", opened.plan.key)
    whole = Whole(opened)
    context = {
        **around(opened, whole, "plan_domains"),
        "ordering": ordering,
        "form": ordering.form if whole.may_write else None,
        "adding": form if whole.may_write else None,
        "shown": domains_page(opened, whole, ordering.things, ordering.form if whole.may_write else None),
    }
    status = max(status, ordering.status)
    return page(request, opened.frame, "strategy", "plans/domains.html", context, status=status)


@require_http_methods(["GET", "POST"])
def domain(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """Rename one; its key stays."""
    opened, found = _open(request, plan, key)
    form = DomainForm(posted(request), initial={"name": found.name, **from_query(request, ["name"])})
    status = 200
    if request.method == "POST":
        refused = _rename(request, opened, found, form) if form.is_valid() else 422
        if refused is None:
            return redirect("plan_domains", opened.plan.key)
        status = refused
    back = reverse("plan_domains", args=[opened.plan.key])
    unused = domains_unused().filter(pk=found.pk).exists()
    context = {
        "heading": found.name,
        "said": _("A new name shows on every page at once. The key “%(key)s” stays, so files and programs go on.")
        % {"key": found.key},
        "crumbs": plan_crumbs(opened.plan, Crumb(_("Domains"), back), Crumb(found.name)),
        "form": form,
        "verb_label": _("Save this name"),
        "read": read_from(form, {"name": found.name}, status),
        "back_href": back,
        "remove_href": reverse("plan_domain_remove", args=[opened.plan.key, found.key]) if unused else "",
    }
    return page(request, opened.frame, "strategy", "plans/domain.html", context, status=status)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    """Ask, and take one away to which nothing belongs."""
    opened, found = _open(request, plan, key)
    back = reverse("plan_domains", args=[opened.plan.key])
    if not domains_unused().filter(pk=found.pk).exists():
        raise domain_in_use(found.name)
    form, status = DomainForm(posted(request)), 200
    if request.method == "POST":
        done = _("The domain is taken away.")
        refused = save(request, opened.plan, form, lambda: remove_domain(domain=found, by=opened.frame.user), done=done)
        if refused is None:
            return redirect(back)
        status = refused
    context = {
        "heading": _("Take this domain away"),
        "said": _("No objective, forum or measure belongs to it, now or in an earlier plan."),
        "quoted": found.name,
        "button": _("Take it away"),
        "crumbs": plan_crumbs(opened.plan, Crumb(_("Domains"), back), Crumb(_("Take away"))),
        "back": back,
        "problems": form.non_field_errors() if status != 200 else (),
    }
    return page(request, opened.frame, "strategy", "plans/confirm.html", context, status=status)


def _permit(opened: PlanFrame) -> None:
    """Pass for who writes the plan as a whole, while it is not closed."""
    permit_plan(opened.frame.user)
    if not opened.is_open:
        raise plan_closed(opened.plan)


def _open(request: HttpRequest, plan: str, key: str) -> tuple[PlanFrame, Domain]:
    opened = open_plan(request, plan)
    found = Domain.objects.filter(key=key).first()
    if found is None:
        raise nothing_here()
    _permit(opened)
    return opened, found


def _add(request: HttpRequest, opened: PlanFrame, form: DomainForm) -> int | None:
    name = form.cleaned_data["name"]
    taken = set(Domain.objects.values_list("key", flat=True))
    key = free_key(name, taken, otherwise="domain", longest=_LONGEST_KEY)
    done = _("“%(name)s” is added, as the last.") % {"name": name}
    return save(
        request,
        opened.plan,
        form,
        lambda: add_domain(key=key, name=name, by=opened.frame.user),
        done=done,
        field_of=_FIELD_OF,
    )


def _rename(request: HttpRequest, opened: PlanFrame, found: Domain, form: DomainForm) -> int | None:
    def do() -> None:
        refuse_changed(form, {"name": held_now(found).name})
        rename_domain(domain=found, name=form.cleaned_data["name"], by=opened.frame.user)

    return save(request, opened.plan, form, do, done=_("The name is saved."), field_of=_FIELD_OF)


def _order(opened: PlanFrame, order: Sequence[Domain], read: Sequence[str]) -> None:
    order_domains(order=order, read=read, by=opened.frame.user)
