"""Measures of one's own: typed, copied from another and changed, or brought as a file; and what each means."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellrun.access.errors import nothing_here
from wellrun.jobs.definition_change import define_anew
from wellrun.lib.errors import Conflict, UserError
from wellrun.library import library as the_library
from wellrun.library.definition import MeasureSpec
from wellrun.measures.actions import define_own_measure
from wellrun.measures.actions.adopting import permit_defining
from wellrun.measures.definition_fields import spec_of
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.library_links import give_up_measure
from wellrun.web.forms.definition import AmendForm, DefinitionFile, DefinitionForm, initial_of
from wellrun.web.forms.posted import posted
from wellrun.web.forms.refusal import show_or_raise
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.parts import Crumb
from wellrun.web.presenters.library_file import definition_file
from wellrun.web.presenters.library_own import own_measure
from wellrun.web.views.library import as_file, library_answer
from wellrun.web.views.plans.saving import say_findings_in_force

_AMENDED = {"version_too_early": "effective_from", "carries_programme": "name", "word_unknown": "direction"}


@require_http_methods(["GET", "POST"])
def define(request: HttpRequest, unit: str) -> HttpResponse:
    """The form and the file for a measure of one's own; `from` names the definition that is copied."""
    frame = frame_for(request, unit)
    permit_defining(frame.user)
    copied = _copied(request.GET.get("from", ""))
    by_file = request.method == "POST" and "upload" in request.POST
    typed = DefinitionForm(
        None if by_file else posted(request), copied=copied, initial=initial_of(copied) if copied else None
    )
    sent = DefinitionFile(request.POST, request.FILES) if by_file else DefinitionFile()
    form: DefinitionForm | DefinitionFile = sent if by_file else typed
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _defined(request, frame, form.spec())
            except UserError as error:
                status = show_or_raise(form, error, _field_of(error, by_file=by_file))
    context = {"form": typed, "file_form": sent, "copied": copied}
    return library_answer(request, frame, "library/define.html", context, status)


@require_safe
def own(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """What a measure of the site means, whether it has figures or not."""
    frame = frame_for(request, unit)
    return library_answer(request, frame, "library/own.html", {"shown": own_measure(frame, _version(key))})


@require_safe
def own_yaml(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """The same as a file in the library's format."""
    frame_for(request, unit)
    return as_file(definition_file(spec_of(_version(key))), f"{key}.yaml", "application/yaml")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Complete or correct a definition from a day on, as its next version."""
    frame = frame_for(request, unit)
    permit_defining(frame.user)
    version = _version(key)
    present = {name: getattr(version, name) for name in AmendForm.base_fields if name != "effective_from"}
    form = AmendForm(posted(request), initial=present | {"effective_from": frame.today.isoformat()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = define_anew(measure=version.measure, by=frame.user, **form.cleaned_data)
            except UserError as error:
                status = show_or_raise(form, error, _AMENDED)
            else:
                done = _("The definition is saved as version %(number)d.")
                messages.success(request, done % {"number": made.number} if made else _("It is defined so already."))
                say_findings_in_force(request)
                return redirect("own_measure", unit, key)
    said = _(
        "Saved as the next version: every chart of the measure begins a new stretch on the day from which it holds."
    )
    context = {
        "heading": _("Define it anew"),
        "said": said,
        "crumbs": [Crumb(version.name, reverse("own_measure", args=[unit, key])), Crumb(_("Define it anew"))],
        "form": form,
        "verb_label": _("Save the definition"),
        "back_href": reverse("own_measure", args=[unit, key]),
    }
    return page(request, frame, "data", "plans/form.html", context, status)


@require_POST
def give_up(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Give up a measure that has no figures and stands nowhere."""
    frame = frame_for(request, unit)
    version = _version(key)
    try:
        give_up_measure(measure=version.measure, by=frame.user)
    except Conflict as error:
        messages.warning(request, error.sentence)
        return redirect("own_measure", unit, key)
    messages.success(request, _("“%(name)s” is given up here.") % {"name": version.name})
    return redirect("library", unit)


def _defined(request: HttpRequest, frame: Frame, spec: MeasureSpec) -> HttpResponse:
    made = define_own_measure(spec=spec, by=frame.user)
    messages.success(request, _("“%(name)s” is defined. It waits for figures.") % {"name": spec.name})
    return redirect("own_measure", frame.unit.key, made.key)


def _copied(name: str) -> MeasureSpec | None:
    """The definition to begin with: one of the library, or one of the site's own."""
    if not name:
        return None
    return the_library().find(name) or spec_of(_version(name))


def _version(key: str) -> MeasureVersion:
    version = MeasureVersion.objects.select_related("measure").filter(measure__key=key, current=True).first()
    if version is None:
        raise nothing_here()
    return version


def _field_of(error: UserError, *, by_file: bool) -> dict[str, str]:
    """Where the refusal is shown: at the field that it is about, where the form has it."""
    if by_file:
        return {error.code: "file"}
    return {error.code: "key" if error.code == "key_taken" else str(error.params.get("field", ""))}
