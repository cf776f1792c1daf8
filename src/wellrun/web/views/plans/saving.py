"""Every page that writes to a plan saves in one way: the verb, then what the check says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.check.models import Finding
from wellrun.jobs.after_saving import check_and_tell, check_open_plans
from wellrun.lib.errors import UserError
from wellrun.organisation.queries import enterprise
from wellrun.strategy.models import Plan
from wellrun.strategy.queries import active_plan
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.frame import user_of
from wellrun.web.presenters.check_address import check_href

MOST_SAID = 3
_GRAVEST = tuple(Finding.Severity.values)
_NOTHING: Mapping[str, str] = {}


def save(
    request: HttpRequest,
    plan: Plan,
    form: forms.Form,
    do: Callable[[], object],
    *,
    done: str,
    field_of: Mapping[str, str] = _NOTHING,
) -> int | None:
    """Carry out `do`, say that it is done and what the check says since; None, or the status of a refusal.

    A refusal stands in the form, at the field that `field_of` names for its code, and nothing is written.
    Raises what is not there or not the caller's to do.
    """
    try:
        with transaction.atomic():
            do()
    except UserError as error:
        return show_or_raise(form, error, dict(field_of))
    messages.success(request, done)
    say_findings(request, plan)
    return None


def say_findings(request: HttpRequest, plan: Plan) -> None:
    """Check what the last changes of the plan touch, and tell the caller what that opened and what it mended.

    What was written stays written when the check breaks down: it runs again at night.
    """
    told = check_and_tell(user_of(request), plan)
    if not told.done and plan.stage != Plan.Stage.CLOSED:
        messages.warning(request, _("Saved, but the plan could not be checked now. It is checked again at night."))
    _say_opened(request, plan, sorted(told.opened, key=lambda one: (_GRAVEST.index(one.severity), one.rule)))
    mended = told.mended
    if mended:
        sentence = ngettext("%(n)d finding of the check is mended.", "%(n)d findings of the check are mended.", mended)
        messages.success(request, sentence % {"n": mended})


def say_findings_in_force(request: HttpRequest) -> None:
    """The same for the plan in force, after something was written beside it; other open plans are checked as well."""
    plan = active_plan()
    if plan is not None:
        say_findings(request, plan)
    check_open_plans(besides=plan)


def look_again() -> None:
    """Check what was written beside the plans, and say nothing of it: where many write often."""
    check_open_plans()


def _say_opened(request: HttpRequest, plan: Plan, opened: list[Finding]) -> None:
    if not opened:
        return
    said = format_html_join(" ", "{}", ((one.message,) for one in opened[:MOST_SAID]))
    more = len(opened) - MOST_SAID
    rest = ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more} if more > 0 else ""
    sentence = _("The check has something to say: {said} {rest} {link}")
    messages.warning(request, format_html(sentence, said=said, rest=rest, link=_check_link(plan)))


def _check_link(plan: Plan) -> str:
    """To all that the check found about the plan."""
    top = enterprise()
    return format_html('<a href="{}">{}</a>', check_href(plan, top.key), _("See the check")) if top else ""
