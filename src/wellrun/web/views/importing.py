"""Importing a file: choose it, see what it would bring, bring it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellrun.access.permissions import Permission
from wellrun.access.queries import require, units_where
from wellrun.jobs.imports import import_table
from wellrun.jobs.reading import read_figures
from wellrun.jobs.sources import source_for
from wellrun.lib.errors import UserError
from wellrun.tables.limits import UPLOAD
from wellrun.web import uploads
from wellrun.web.forms.importing import ChooseFile, MapColumns
from wellrun.web.forms.refusal import show_refusal
from wellrun.web.frame import Frame, frame_for, page
from wellrun.web.presenters import importing as presenter


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, unit: str) -> HttpResponse:
    """Step one: a file and where it comes from."""
    frame = _frame(request, unit)
    form = ChooseFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = uploads.keep(request, form.cleaned_data["file"], form.cleaned_data["source"])
            presenter.file_preview(upload)
        except UserError as error:
            show_refusal(form, error)
        else:
            return redirect("import_file", frame.unit.key, upload.token)
    return page(request, frame, "data", "data/import.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, unit: str, token: UUID) -> HttpResponse:
    """Step two: which column is what, what it would bring; step three brings it."""
    frame = _frame(request, unit)
    upload = uploads.kept(request, token)
    preview = presenter.file_preview(upload)
    writable = units_where(request.user, Permission.ANALYSE)
    data = request.POST if request.method == "POST" else preview.guess
    form = MapColumns(data, headers=preview.headers, units=list(writable))
    trial = None
    if form.is_valid():
        within = set(writable.values_list("pk", flat=True))
        if request.method == "POST" and "import" in request.POST:
            try:
                return _bring(request, frame, upload, form, within)
            except UserError:
                pass  # the dry run below says what stands against it
        trial = presenter.dry_run(upload, form.mapping(), form.constants(), user=request.user, within=within)
    context = {"form": form, "preview": preview, "trial": trial, "upload": upload}
    refused = trial is None or not trial.can_import
    status = 422 if request.method == "POST" and refused else 200
    return page(request, frame, "data", "data/import_file.html", context, status=status)


def _bring(
    request: HttpRequest, frame: Frame, upload: uploads.Upload, form: MapColumns, within: set[UUID]
) -> HttpResponse:
    table, facts = read_figures(
        upload.read(), upload.name, mapping=form.mapping(), constants=form.constants(), limits=UPLOAD
    )
    user = request.user
    source = source_for(upload.source, by=user)  # type: ignore[arg-type]
    done = import_table(source=source, table=table, file=facts, by=user, within=within)  # type: ignore[arg-type]
    uploads.forget(request, upload)
    receipt = done.ingested.receipt
    messages.success(
        request,
        _("%(name)s: %(new)d new, %(corrected)d corrected, %(known)d known already. %(series)d series were judged.")
        % {
            "name": upload.name,
            "new": receipt.rows_new,
            "corrected": receipt.rows_corrected,
            "known": receipt.rows_unchanged,
            "series": done.evaluated.evaluation.series,
        },
    )
    return redirect("data_imports", frame.unit.key)


def _frame(request: HttpRequest, unit: str) -> Frame:
    frame = frame_for(request, unit)
    require(request.user, Permission.ANALYSE, frame.unit.pk)
    return frame
