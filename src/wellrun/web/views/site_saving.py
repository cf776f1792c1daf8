"""Saving what belongs to the site whichever plan is in force: the verb, then what the check says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest

from wellrun.jobs.after_saving import check_open_plans
from wellrun.lib.errors import UserError
from wellrun.strategy.queries import active_plan
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.views.plans.saving import save

_NOTHING: Mapping[str, str] = {}


def save_on_site(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[], object],
    *,
    done: str,
    field_of: Mapping[str, str] = _NOTHING,
) -> int | None:
    """As `plans.saving.save`, with the plan in force; what other open plans stand on is looked at again as well."""
    plan = active_plan()
    if plan is not None:
        status = save(request, plan, form, do, done=done, field_of=field_of)
        if status is None:
            check_open_plans(besides=plan)
        return status
    try:
        with transaction.atomic():
            do()
    except UserError as error:
        return show_or_raise(form, error, dict(field_of))
    messages.success(request, done)
    check_open_plans()
    return None
