"""Who may decide on what: the list, and giving, changing and taking away a right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, require, units_where
from wellrun.organisation.models import Post, Unit
from wellrun.reviews.actions import change_right, give_right, remove_right
from wellrun.reviews.actions.rights import holder_of
from wellrun.reviews.visibility import visible_forums
from wellrun.strategy.actions.holding import held_now
from wellrun.strategy.queries import active_plan
from wellrun.web.forms.plans.prefill import from_query
from wellrun.web.forms.posted import posted
from wellrun.web.forms.right import NewRightForm, RightForm
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_of, words_of
from wellrun.web.parts import Crumb
from wellrun.web.presenters.rights import known_right, one_right, right_words, rights_page
from wellrun.web.views.ownership_tabs import ownership_tabs
from wellrun.web.views.plans.meanwhile import read_from, refuse_changed
from wellrun.web.views.site_saving import save_on_site
from wellrun.web.views.strategy import tabs

_FIELD_OF = {"right_known": "kind", "kind_unknown": "kind", "ceiling_negative": "spending_ceiling"}


@require_safe
def rights(request: HttpRequest, unit: str) -> HttpResponse:
    """The list; an address that names a right, or who is to have one, leads to its form."""
    frame = frame_for(request, unit)
    named = from_query(request, (*NewRightForm.base_fields, "within"))
    # The filter of the list always sends its words, even none; a finding that names a kind does not.
    if {"post", "forum", "scope"} & set(named) or (named and "q" not in request.GET):
        parts = [named.get(name, "") for name in ("post", "forum", "kind", "scope")]
        known = known_right(frame, *parts)
        query = urlencode(named)
        if known is not None:
            within = f"?{urlencode({'scope': named['within']})}" if "within" in named else ""
            return redirect(reverse("right_edit", args=[unit, known.pk]) + within)
        return redirect(f"{reverse('right_new', args=[unit])}?{query}")
    kind, words = request.GET.get("kind", ""), words_of(request)
    shown = rights_page(frame, active_plan(), kind, words, page_number(request))
    context = {
        "shown": shown,
        "rows": shown.rows,
        "words": words,
        "kind": kind,
        "pages": pages_of(request, shown.page),
        "tabs": tabs(frame.unit, "ownership"),
        "inner_tabs": ownership_tabs(frame.unit, "rights"),
    }
    return page(request, frame, "strategy", "rights/list.html", context)


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, unit: str) -> HttpResponse:
    """Say that a post or a forum may decide on something."""
    frame = frame_for(request, unit)
    require(frame.user, Permission.CHAIR, frame.unit.pk)
    initial = {"scope": frame.unit.key, **from_query(request, NewRightForm.base_fields)}
    within = granted_unit_ids(frame.user, Permission.CHAIR)
    posts = Post.objects.filter(unit__in=within, retired_on__isnull=True).select_related("unit")
    forums = visible_forums(frame.user).filter(unit__in=within, retired_on__isnull=True)
    form = NewRightForm(
        posted(request),
        initial=initial,
        units=_units(frame),
        posts=posts.order_by("unit__name", "title"),
        forums=forums.order_by("name"),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = dict(form.cleaned_data)
            holder = given.pop("post") or given["forum"]
            given.pop("forum", None)
            refused = _saved(request, form, lambda: give_right(holder=holder, by=frame.user, **given), _("It may."))
            if refused is None:
                return redirect("rights", unit)
            status = refused
    context = _form_context(frame, _("Say who may decide"), form, _("Give the right"))
    return page(request, frame, "strategy", "plans/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, unit: str, pk: UUID) -> HttpResponse:
    """Change what it is a right to, where, up to what."""
    frame, right = _chaired(request, unit, pk)
    initial = _present(right) | from_query(request, ("scope",))
    form = RightForm(posted(request), initial=initial, units=_units(frame))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            refused = _saved(request, form, lambda: _change(frame, right, form), _("Saved."))
            if refused is None:
                return redirect("rights", unit)
            status = refused
    context = _form_context(frame, _("Change the right"), form, _("Save the right"), right_words(one_right(frame, pk)))
    context["read"] = read_from(form, _present(right), status)
    return page(request, frame, "strategy", "plans/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, unit: str, pk: UUID) -> HttpResponse:
    """Take a right away, asked once more."""
    frame, right = _chaired(request, unit, pk)
    form = forms.Form(posted(request))
    status, error = 200, ""
    if request.method == "POST":
        refused = _saved(request, form, lambda: remove_right(right=right, by=frame.user), _("It is taken away."))
        if refused is None:
            return redirect("rights", unit)
        status, error = refused, " ".join(str(one) for one in form.non_field_errors())
    context = {
        "heading": _("Take the right away"),
        "said": error or _("What was decided by it stays decided. The change is kept in the history of the plan."),
        "quoted": right_words(right),
        "button": _("Take it away"),
        "crumbs": _crumbs(frame, _("Take the right away")),
        "back": reverse("rights", args=[unit]),
    }
    return page(request, frame, "strategy", "measure/confirm.html", context, status=status)


def _chaired(request: HttpRequest, unit: str, pk: UUID) -> tuple[Frame, Any]:
    frame = frame_for(request, unit)
    right = one_right(frame, pk)
    require(frame.user, Permission.CHAIR, holder_of(right).unit_id)
    return frame, right


def _saved(request: HttpRequest, form: forms.Form, verb: Any, done: str) -> int | None:
    return save_on_site(request, form, verb, done=done, field_of=_FIELD_OF)


def _units(frame: Frame) -> QuerySet[Unit]:
    return units_where(frame.user, Permission.CHAIR).filter(closed__isnull=True).order_by("name")


def _change(frame: Frame, right: Any, form: RightForm) -> None:
    refuse_changed(form, _present(held_now(right)))
    change_right(right=right, by=frame.user, **form.cleaned_data)


def _present(right: Any) -> dict[str, Any]:
    return {
        "kind": right.kind,
        "scope": right.scope.key,
        "spending_ceiling": right.spending_ceiling,
        "staffing_ceiling": right.staffing_ceiling,
    }


def _crumbs(frame: Frame, last: str) -> list[Crumb]:
    return [Crumb(_("Decision rights"), reverse("rights", args=[frame.unit.key])), Crumb(last)]


def _form_context(frame: Frame, heading: str, form: forms.Form, button: str, said: str = "") -> dict[str, Any]:
    return {
        "heading": heading,
        "said": said,
        "crumbs": _crumbs(frame, heading),
        "form": form,
        "verb_label": button,
        "back_href": reverse("rights", args=[frame.unit.key]),
        "notes_heading": _("What a right is"),
        "notes": [
            _("It says who may decide on what, where and up to what. It opens no page: access does."),
            _("Two posts that may decide on the same thing in the same unit, both without a ceiling, are two answers."),
            _("Nobody sets what they may decide themselves: who chairs the unit above does."),
        ],
    }
