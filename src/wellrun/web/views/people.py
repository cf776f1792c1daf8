"""People and access, for administrators of a unit: who holds which post, who may do what, and closing an account."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, require
from wellrun.accounts.models import User
from wellrun.jobs.people import farewell, put_into_post, require_reach, stands_within, welcome_back
from wellrun.jobs.staffing import staffed_posts
from wellrun.lib.errors import Conflict, UserError
from wellrun.organisation.queries import subtree_ids
from wellrun.web.forms.post import FillForm
from wellrun.web.forms.posted import posted
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.paging import page_number, pages_of
from wellrun.web.parts import Crumb, Tab
from wellrun.web.presenters.people import (
    account_page,
    account_within,
    accounts_within,
    grant_row,
    grants_within,
    post_row,
    post_within,
)
from wellrun.web.views.plans.saving import look_again, say_findings_in_force

A_PAGE = 50
_FIELD_OF = {
    "holding_overlaps": "starts",
    "starts_too_far_ahead": "starts",
    "starts_too_far_back": "starts",
    "held_already": "user",
}


@require_safe
def posts(request: HttpRequest, unit: str) -> HttpResponse:
    """The posts of a unit and below, each with who is in it."""
    frame = _frame(request, unit)
    shown = Paginator(staffed_posts(subtree_ids(frame.unit.pk)), A_PAGE).get_page(page_number(request))
    rows = [post_row(each, frame.unit) for each in shown.object_list]
    context = {"tabs": _tabs(frame, "posts"), "rows": rows, "pages": pages_of(request, shown)}
    return page(request, frame, "people", "people/posts.html", context)


@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Put somebody into a post: its holder from a day on, or a deputy beside them."""
    frame = _frame(request, unit)
    post = post_within(frame.unit, key, frame.today)
    form = FillForm(
        accounts_within(frame.unit, frame.today), posted(request), initial={"starts": frame.today.isoformat()}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                put_into_post(post=post, by=frame.user, **form.cleaned_data)
            except UserError as error:
                status = show_or_raise(form, error, _FIELD_OF)
            else:
                words = {"name": form.cleaned_data["user"], "post": post.title}
                messages.success(request, _("%(name)s is put into the post “%(post)s”.") % words)
                say_findings_in_force(request)
                return redirect("people", frame.unit.key)
    context = {
        "heading": _("Fill a post"),
        "said": _("%(post)s, %(unit)s. Whoever holds it now no longer does from the day on which somebody follows.")
        % {"post": post.title, "unit": post.unit.name},
        "crumbs": [*_crumbs(frame), Crumb(post.title)],
        "form": form,
        "verb_label": _("Put them into the post"),
        "back_href": reverse("people", args=[frame.unit.key]),
    }
    return page(request, frame, "people", "plans/form.html", context, status)


@require_safe
def access(request: HttpRequest, unit: str) -> HttpResponse:
    """The grants over a unit and all below it."""
    frame = _frame(request, unit)
    shown = Paginator(grants_within(frame.unit), A_PAGE).get_page(page_number(request))
    rows = [grant_row(each, frame.unit, frame.zone) for each in shown.object_list]
    context = {"tabs": _tabs(frame, "access"), "rows": rows, "pages": pages_of(request, shown)}
    return page(request, frame, "people", "people/access.html", context)


@require_safe
def account(request: HttpRequest, unit: str, pk: UUID) -> HttpResponse:
    """One account, as far as it stands here."""
    frame = _frame(request, unit)
    found = account_within(frame.unit, pk, frame.today)
    within = stands_within(found, granted_unit_ids(frame.user, Permission.ADMINISTER))
    context = {
        "shown": account_page(found, frame.unit, frame.today),
        "crumbs": _crumbs(frame),
        "may_change": found.pk != frame.user.pk and within,
        "is_own": found.pk == frame.user.pk,
    }
    return page(request, frame, "people", "people/account.html", context)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, unit: str, pk: UUID) -> HttpResponse:
    """Ask once more, then close the account and leave its posts."""
    frame = _frame(request, unit)
    found = account_within(frame.unit, pk, frame.today)
    require_reach(found, frame.user)
    if request.method == "POST":
        _close(request, frame, found)
        return redirect("people", frame.unit.key)
    shown = account_page(found, frame.unit, frame.today)
    crumbs = [*_crumbs(frame), Crumb(shown.name, reverse("account", args=[frame.unit.key, found.pk]))]
    return page(request, frame, "people", "people/close.html", {"shown": shown, "crumbs": crumbs})


@require_POST
def reopen(request: HttpRequest, unit: str, pk: UUID) -> HttpResponse:
    """Let a closed account sign in again."""
    frame = _frame(request, unit)
    found = account_within(frame.unit, pk, frame.today)
    try:
        welcome_back(user=found, by=frame.user)
    except Conflict as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("%(name)s may sign in again. Posts are given anew.") % {"name": found})
        look_again()
    return redirect("account", frame.unit.key, found.pk)


def _close(request: HttpRequest, frame: Frame, found: User) -> None:
    try:
        left = farewell(user=found, by=frame.user)
    except Conflict as error:
        messages.error(request, error.sentence)
        return
    told = _("The account of %(name)s is closed.") % {"name": found}
    if left:
        posts_left = ngettext("%(n)d post is unheld now.", "%(n)d posts are unheld now.", len(left)) % {"n": len(left)}
        told = f"{told} {posts_left}"
    messages.success(request, told)
    say_findings_in_force(request)


def _frame(request: HttpRequest, unit: str) -> Frame:
    frame = frame_for(request, unit)
    require(frame.user, Permission.ADMINISTER, frame.unit.pk)
    return frame


def _tabs(frame: Frame, here: str) -> list[Tab]:
    return [
        Tab(_("Posts"), reverse("people", args=[frame.unit.key]), here == "posts"),
        Tab(_("Access"), reverse("people_access", args=[frame.unit.key]), here == "access"),
    ]


def _crumbs(frame: Frame) -> list[Crumb]:
    return [Crumb(_("People and access"), reverse("people", args=[frame.unit.key]))]
