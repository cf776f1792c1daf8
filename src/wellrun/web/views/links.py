"""The hypotheses of the site: influence links and trade-offs, seen by all, said by who defines measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wellrun.measures.actions.adopting import permit_defining
from wellrun.measures.models import Measure
from wellrun.strategy.actions import (
    add_link,
    add_trade_off,
    change_link,
    change_trade_off,
    withdraw_link,
    withdraw_trade_off,
)
from wellrun.strategy.actions.holding import held_now
from wellrun.strategy.keys import free_link_key, free_trade_off_key
from wellrun.strategy.library_links import offers_here, take_from_library
from wellrun.web.forms.links import LinkForm, TakeForm, TradeOffForm
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_of, words_of
from wellrun.web.parts import Crumb
from wellrun.web.presenters.link_offers import offered_lines
from wellrun.web.presenters.link_page import LinkPage, link_page, trade_off_page
from wellrun.web.presenters.links import KINDS, Asked, links_file, links_page
from wellrun.web.views.plans.meanwhile import read_from, refuse_changed
from wellrun.web.views.site_saving import save_on_site
from wellrun.web.views.strategy import tabs

_FIELD_OF = {
    "same_measure": "lag",
    "delay_unclear": "delay_max_days",
    "source_needed": "source_text",
    "caveat_needed": "caveat",
    "mechanism_needed": "mechanism",
}


@dataclass(frozen=True)
class _Kind:
    """What differs between links and trade-offs."""

    name: str
    form: type[forms.Form]
    shown: Callable[[Frame, str], LinkPage]
    ends: tuple[str, str]
    free_key: Callable[[str], str]
    add: Callable[..., Any]
    change: Callable[..., Any]
    withdraw: Callable[..., Any]


_LINK = _Kind("link", LinkForm, link_page, ("lead", "lag"), free_link_key, add_link, change_link, withdraw_link)
_TRADE_OFF = _Kind(
    "trade_off",
    TradeOffForm,
    trade_off_page,
    ("push", "guard"),
    free_trade_off_key,
    add_trade_off,
    change_trade_off,
    withdraw_trade_off,
)


@require_safe
def links(request: HttpRequest, unit: str) -> HttpResponse:
    """The list; an address that names one of them leads to it."""
    frame = frame_for(request, unit)
    for name in ("link", "trade_off"):
        if key := request.GET.get(name, ""):
            shown = (link_page if name == "link" else trade_off_page)(frame, key)
            return redirect(name, unit, shown.one.key)
    shown_list = links_page(frame, _asked(request), page_number(request))
    context = {
        "shown": shown_list,
        "rows": shown_list.rows,
        "words": shown_list.asked.words,
        "pages": pages_of(request, shown_list.page),
        "tabs": tabs(frame.unit, "links"),
    }
    return page(request, frame, "strategy", "strategy/links.html", context)


@require_safe
def links_csv(request: HttpRequest, unit: str) -> HttpResponse:
    """Both lists as a file, narrowed down as the page is."""
    frame = frame_for(request, unit)
    answer = HttpResponse(links_file(_asked(request)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="links-and-trade-offs-{frame.today:%Y-%m-%d}.csv"'
    return answer


def link(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """One influence link, and the form that says it otherwise."""
    return _one(request, unit, key, _LINK)


def trade_off(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """One trade-off likewise."""
    return _one(request, unit, key, _TRADE_OFF)


def link_new(request: HttpRequest, unit: str) -> HttpResponse:
    """Say what moves what."""
    return _new(request, unit, _LINK, _("Add an influence link"), _("Add the link"))


def trade_off_new(request: HttpRequest, unit: str) -> HttpResponse:
    """Say what a push may harm."""
    return _new(request, unit, _TRADE_OFF, _("Add a trade-off"), _("Add the trade-off"))


def link_withdraw(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Ask, then withdraw a link."""
    return _withdraw(request, unit, key, _LINK)


def trade_off_withdraw(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Ask, then withdraw a trade-off."""
    return _withdraw(request, unit, key, _TRADE_OFF)


@require_http_methods(["GET", "POST"])
def from_library(request: HttpRequest, unit: str) -> HttpResponse:
    """What the library says between measures of the site, to be taken over or not."""
    frame = frame_for(request, unit)
    permit_defining(frame.user)
    offers = offers_here()
    form, status = TakeForm(offers, posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            ids = form.cleaned_data["ids"]
            words = ngettext("%(n)d is taken over.", "%(n)d are taken over.", len(ids)) % {"n": len(ids)}
            refused = save_on_site(request, form, lambda: take_from_library(ids=ids, by=frame.user), done=words)
            if refused is None:
                return redirect("links", unit)
            status = refused
    context = {"form": form, "lines": offered_lines(offers, form["ids"].value() or []), "crumbs": _crumbs(frame)}
    return page(request, frame, "strategy", "strategy/links_offered.html", context, status=status)


@require_http_methods(["GET", "POST"])
def _one(request: HttpRequest, unit: str, key: str, kind: _Kind) -> HttpResponse:
    frame = frame_for(request, unit)
    shown = kind.shown(frame, key)
    status = 200
    form = None
    if shown.may_write or request.method == "POST":
        permit_defining(frame.user)
        form = kind.form(
            posted(request), initial=_present(shown.one, kind) | from_query(request, kind.form.field_order or ())
        )
        if request.method == "POST":
            status = 422
            if form.is_valid():
                refused = _save(request, form, lambda: _change(frame, shown, form, kind), _("Saved."))
                if refused is None:
                    return redirect(kind.name, unit, key)
                status = refused
    context = {"shown": shown, "form": form, "read": read_from(form, _present(shown.one, kind), status) if form else ""}
    return page(request, frame, "strategy", "strategy/link.html", context, status=status)


def _change(frame: Frame, shown: LinkPage, form: forms.Form, kind: _Kind) -> None:
    refuse_changed(form, _present(held_now(shown.one), kind))
    kind.change(by=frame.user, **{kind.name: shown.one, **form.cleaned_data})


@require_http_methods(["GET", "POST"])
def _new(request: HttpRequest, unit: str, kind: _Kind, heading: str, verb: str) -> HttpResponse:
    frame = frame_for(request, unit)
    permit_defining(frame.user)
    form = kind.form(posted(request), initial=from_query(request, kind.form.field_order or ()))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            key = kind.free_key("-".join(_key(form.cleaned_data[end]) for end in kind.ends))
            said = form.cleaned_data
            refused = _save(request, form, lambda: kind.add(key=key, by=frame.user, **said), _("It is written down."))
            if refused is None:
                return redirect(kind.name, unit, key)
            status = refused
    context = {
        "heading": heading,
        "said": _("It is a hypothesis, and stands as one wherever it is shown."),
        "form": form,
        "verb_label": verb,
        "crumbs": _crumbs(frame),
        "back_href": reverse("links", args=[unit]),
    }
    return page(request, frame, "strategy", "plans/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def _withdraw(request: HttpRequest, unit: str, key: str, kind: _Kind) -> HttpResponse:
    frame = frame_for(request, unit)
    permit_defining(frame.user)
    shown = kind.shown(frame, key)
    form = forms.Form(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        withdraw = {kind.name: shown.one}
        refused = _save(request, form, lambda: kind.withdraw(by=frame.user, **withdraw), _("It is withdrawn."))
        if refused is None:
            return redirect("links", unit)
        status = refused
    context = {
        "heading": _("Withdraw it?"),
        "said": _("It stays on record, and no page or rule uses it any more."),
        "quoted": shown.said,
        "button": _("Withdraw it"),
        "crumbs": shown.crumbs,
        "back": reverse(kind.name, args=[unit, key]),
        "problems": list(form.non_field_errors()) if form.is_bound else [],
    }
    return page(request, frame, "strategy", "plans/confirm.html", context, status=status)


def _save(request: HttpRequest, form: forms.Form, do: Callable[[], object], done: str) -> int | None:
    return save_on_site(request, form, do, done=done, field_of=_FIELD_OF)


def _asked(request: HttpRequest) -> Asked:
    kind = request.GET.get("show", "")
    return Asked(
        kind=kind if kind in KINDS else "links",
        grade=request.GET.get("grade", ""),
        origin=request.GET.get("origin", ""),
        which=request.GET.get("which", ""),
        words=words_of(request),
    )


def _present(one: Any, kind: _Kind) -> dict[str, Any]:
    names = kind.form.field_order or ()
    values = {name: getattr(one, name) for name in names}
    return {name: value.key if isinstance(value, Measure) else value for name, value in values.items()}


def _key(measure: Measure) -> str:
    return measure.key


def _crumbs(frame: Frame) -> list[Crumb]:
    return [Crumb(_("Links and trade-offs"), reverse("links", args=[frame.unit.key])), Crumb(_("Add"))]
