"""What regulators and payers require by a day: the list, one of them, and what is said about it."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, require, units_where
from wellrun.jobs.obligations import raise_obligations
from wellrun.lib.errors import Refused
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.actions import (
    add_obligation,
    change_obligation,
    meet_obligation,
    reopen_obligation,
    retire_obligation,
)
from wellrun.strategy.actions.holding import held_now
from wellrun.strategy.models import Obligation
from wellrun.web.forms.obligation import MeetForm, ObligationForm, ReasonForm
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_of, words_of
from wellrun.web.parts import Crumb
from wellrun.web.presenters.obligation import crumbs, obligation_page, one_obligation
from wellrun.web.presenters.obligations import obligations_file, obligations_page
from wellrun.web.views.ownership_tabs import ownership_tabs
from wellrun.web.views.plans.meanwhile import read_from, refuse_changed
from wellrun.web.views.site_saving import save_on_site
from wellrun.web.views.strategy import tabs

_FIELD_OF = {
    "title_needed": "title",
    "evidence_needed": "met_by",
    "met_in_the_future": "met_on",
    "reason_needed": "reason",
    "notice_out_of_range": "notice_days",
}
_LONGEST_KEY = 70


@require_safe
def obligations(request: HttpRequest, unit: str) -> HttpResponse:
    """The list; an address that names one of them leads to it."""
    frame = frame_for(request, unit)
    named = request.GET.get("obligation", "")
    if named:
        return redirect("obligation", unit, one_obligation(frame, named).key)
    words = words_of(request)
    shown = obligations_page(frame, request.GET.get("show", ""), words, page_number(request))
    context = {
        "shown": shown,
        "rows": shown.rows,
        "words": words,
        "pages": pages_of(request, shown.page),
        "tabs": tabs(frame.unit, "ownership"),
        "inner_tabs": ownership_tabs(frame.unit, "obligations"),
    }
    return page(request, frame, "strategy", "obligations/list.html", context)


@require_safe
def obligations_csv(request: HttpRequest, unit: str) -> HttpResponse:
    """The same as a file, the met ones with them."""
    frame = frame_for(request, unit)
    answer = HttpResponse(obligations_file(frame), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="obligations-{frame.unit.key}-{frame.today:%Y-%m-%d}.csv"'
    return answer


@require_safe
def obligation(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """One of them, with where it came up and what was done."""
    frame = frame_for(request, unit)
    shown = obligation_page(frame, key)
    return page(request, frame, "strategy", "obligations/one.html", {"shown": shown})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, unit: str) -> HttpResponse:
    """Write one down; an address may have filled it in."""
    frame = frame_for(request, unit)
    require(frame.user, Permission.CHAIR, frame.unit.pk)
    initial = {"unit": frame.unit.key, "notice_days": 60, **from_query(request, ObligationForm.base_fields)}
    form = _form(frame, None, posted(request), initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given, key = form.cleaned_data, _fresh_key(form.cleaned_data["title"])
            refused = _saved(
                request, form, lambda: add_obligation(key=key, by=frame.user, **given), _("It is written down.")
            )
            if refused is None:
                return redirect("obligation", given["unit"].key, key)
            status = refused
    context = _form_context(frame, _("Write down an obligation"), form, _("Write it down"))
    return page(request, frame, "strategy", "plans/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Change what is required, by when, of whom."""
    frame, one = _chaired(request, unit, key)
    form = _form(frame, one, posted(request), initial=_present(one) | from_query(request, ObligationForm.base_fields))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            refused = _saved(request, form, lambda: _change(frame, one, form), _("Saved."))
            if refused is None:
                return redirect("obligation", given["unit"].key, key)
            status = refused
    context = _form_context(frame, _("Change the obligation"), form, _("Save the obligation"), one)
    context["read"] = read_from(form, _present(one), status)
    return page(request, frame, "strategy", "plans/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def meet(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Say that it is met, with what shows it."""
    frame = frame_for(request, unit)
    shown = obligation_page(frame, key)
    if not shown.may_meet:
        raise Refused("not_permitted", _("Its chair says that it is met, or who holds the post that answers for it."))
    form = MeetForm(posted(request), initial={"met_on": frame.today, "met_by": shown.one.evidence})
    words = (_("Say that it is met"), _("Say that it is met"), _("It is said to be met, and leaves the agenda."))
    return _say(request, frame, shown.one, form, meet_obligation, words)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Take back that it is met."""
    frame, one = _chaired(request, unit, key)
    words = (_("It is not met after all"), _("Take back that it is met"), _("It is open again."))
    return _say(request, frame, one, ReasonForm(posted(request)), reopen_obligation, words)


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Say that nobody requires it any more."""
    frame, one = _chaired(request, unit, key)
    words = (_("It is not required any more"), _("Give it up"), _("It is not required any more, and stays on record."))
    return _say(request, frame, one, ReasonForm(posted(request)), retire_obligation, words)


def _say(
    request: HttpRequest, frame: Frame, one: Obligation, form: Any, verb: Any, words: tuple[str, str, str]
) -> HttpResponse:
    """A short form about one of them: heading, button and what is said when it is done."""
    heading, button, done = words
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            refused = _saved(request, form, lambda: verb(obligation=one, by=frame.user, **given), done)
            if refused is None:
                return redirect("obligation", frame.unit.key, one.key)
            status = refused
    context = _form_context(frame, heading, form, button, one)
    return page(request, frame, "strategy", "plans/form.html", context, status=status)


def _chaired(request: HttpRequest, unit: str, key: str) -> tuple[Frame, Obligation]:
    frame = frame_for(request, unit)
    one = one_obligation(frame, key)
    require(frame.user, Permission.CHAIR, one.unit_id)
    return frame, one


def _saved(request: HttpRequest, form: Any, verb: Any, done: str) -> int | None:
    """The verb, and at once what it makes of the agendas."""
    return save_on_site(request, form, lambda: (verb(), raise_obligations()), done=done, field_of=_FIELD_OF)


def _form(frame: Frame, one: Obligation | None, sent: Any, initial: dict[str, Any]) -> ObligationForm:
    seen = Q(unit__in=granted_unit_ids(frame.user), retired_on__isnull=True)
    posts = Post.objects.filter(seen | Q(pk=one.owner_id if one else None)).select_related("unit")
    return ObligationForm(
        sent,
        initial=initial,
        units=_units(frame),
        posts=posts.order_by("unit__name", "title"),
        measures=_measures(one),
    )


def _units(frame: Frame) -> QuerySet[Unit]:
    return units_where(frame.user, Permission.CHAIR).filter(closed__isnull=True).order_by("name")


def _measures(one: Obligation | None) -> QuerySet[Measure]:
    """Those of the site by name, and the one that it names already."""
    here = Q(retired_on__isnull=True) | Q(pk=one.measure_id if one else None)
    named = Measure.objects.filter(here, versions__current=True).annotate(name=F("versions__name"))
    return named.order_by("name")


def _change(frame: Frame, one: Obligation, form: ObligationForm) -> None:
    refuse_changed(form, _present(held_now(one)))
    change_obligation(obligation=one, by=frame.user, **form.cleaned_data)


def _present(one: Obligation) -> dict[str, Any]:
    return {
        "title": one.title,
        "regulator": one.regulator,
        "clause": one.clause,
        "unit": one.unit.key,
        "owner": one.owner.key if one.owner else "",
        "due": one.due,
        "notice_days": one.notice_days,
        "evidence": one.evidence,
        "measure": one.measure.key if one.measure else "",
    }


def _form_context(frame: Frame, heading: str, form: Any, button: str, one: Obligation | None = None) -> dict[str, Any]:
    way = [Crumb(one.title, _href(frame, one))] if one else []
    return {
        "heading": heading,
        "said": one.title if one else "",
        "crumbs": crumbs(frame, heading, *way),
        "form": form,
        "verb_label": button,
        "back_href": _href(frame, one),
    }


def _href(frame: Frame, one: Obligation | None) -> str:
    return (
        reverse("obligation", args=[frame.unit.key, one.key]) if one else reverse("obligations", args=[frame.unit.key])
    )


def _fresh_key(title: str) -> str:
    """A key out of the title that no other obligation has; "new" is an address."""
    stem = slugify(title)[:_LONGEST_KEY] or "obligation"
    taken = {"new", *Obligation.objects.filter(key__startswith=stem).values_list("key", flat=True)}
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)
