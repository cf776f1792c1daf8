"""Importing a file: choose it, see what it would bring, bring it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from wellrun.access.permissions import Permission
from wellrun.access.queries import require, units_where
from wellrun.lib.errors import UserError
from wellrun.web import uploads
from wellrun.web.forms.importing import ChooseFile, MapColumns
from wellrun.web.forms.posted import posted
from wellrun.web.forms.refusal import show_refusal
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.presenters.importing import Chosen, Trial, file_preview, refused


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, unit: str) -> HttpResponse:
    """Step one: a file and where it comes from. One that is no table is not kept."""
    frame = _frame(request, unit)
    form = ChooseFile(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = uploads.keep(request, form.cleaned_data["file"], form.cleaned_data["source"])
        except UserError as error:
            show_refusal(form, error, {error.code: "file"})
        else:
            refusal = _refusal(request, upload)
            if refusal is None:
                return redirect("import_file", frame.unit.key, upload.token)
            show_refusal(form, refusal, {refusal.code: "file"})
    return page(request, frame, "data", "data/import.html", {"form": form}, status=422 if form.errors else 200)


def _refusal(request: HttpRequest, upload: uploads.Upload) -> UserError | None:
    """Why the file cannot be read as a table, if so; it is forgotten then."""
    try:
        file_preview(upload)
    except UserError as error:
        uploads.forget(request, upload)
        return error
    return None


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, unit: str, token: UUID) -> HttpResponse:
    """Step two: which column is what, what it would bring; step three brings it."""
    frame = _frame(request, unit)
    upload = uploads.kept(request, token)
    preview = file_preview(upload)
    writable = list(units_where(frame.user, Permission.ANALYSE))
    data = request.POST if request.method == "POST" else preview.guess or None
    form = MapColumns(data, headers=preview.headers, units=writable)
    trial: Trial | None = None
    if form.is_valid():
        chosen = Chosen(upload, form.mapping(), form.constants(), frame.user, {one.pk for one in writable})
        if request.method == "POST" and "import" in request.POST:
            try:
                return _bring(request, frame, chosen)
            except UserError as error:
                trial = refused(error)
        else:
            trial = chosen.trial()
    context = {"form": form, "preview": preview, "trial": trial, "upload": upload}
    is_refused = request.method == "POST" and (trial is None or not trial.can_import)
    return page(request, frame, "data", "data/import_file.html", context, status=422 if is_refused else 200)


def _bring(request: HttpRequest, frame: Frame, chosen: Chosen) -> HttpResponse:
    done = chosen.bring()
    uploads.forget(request, chosen.upload)
    messages.success(request, " ".join(done.lines()))
    return redirect("data_imports", frame.unit.key)


def _frame(request: HttpRequest, unit: str) -> Frame:
    frame = frame_for(request, unit)
    require(frame.user, Permission.ANALYSE, frame.unit.pk)
    return frame
