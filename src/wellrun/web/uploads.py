"""A file between its upload and its import: kept in the site's folder, known to one session only, gone after a day."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wellrun.lib.errors import NotFound, UserError
from wellrun.tables.limits import MEGABYTE, UPLOAD

_KEPT_SECONDS = 24 * 3600
# What may wait at once: for one session, and for everybody together.
MOST_KEPT = 3
MOST_BYTES = 40 * UPLOAD.file_bytes
_SESSION = "uploads"
LONGEST_NAME = 200


@dataclass(frozen=True)
class Upload:
    """One waiting file."""

    token: UUID
    name: str
    source: str
    path: Path

    def read(self) -> bytes:
        """Its bytes."""
        return self.path.read_bytes()


def keep(request: HttpRequest, file: UploadedFile[bytes], source: str) -> Upload:
    """Keep an uploaded file until it is imported; the session's oldest ones give way to it.

    Refuses one that is too large, or for which there is no room, before it is stored.
    """
    if (file.size or 0) > UPLOAD.file_bytes:
        raise UserError(
            "file_too_large",
            _("%(name)s is larger than %(most)d MB: split it, or import it on the server with `wellrun import`.")
            % {"name": shown_name(file.name), "most": UPLOAD.file_bytes // MEGABYTE},
        )
    folder = _folder()
    _forget_old(folder)
    _make_room(request, folder, file.size or 0)
    token = uuid4()
    path = folder / str(token)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    name = shown_name(file.name)
    kept = {**request.session.get(_SESSION, {}), str(token): {"name": name, "source": source}}
    request.session[_SESSION] = kept
    return Upload(token, name, source, path)


def shown_name(name: str | None) -> str:
    """The last part of a file's name, with only what can be read in it: it is shown, and kept on the receipt."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:LONGEST_NAME] or _("file")


def kept(request: HttpRequest, token: UUID) -> Upload:
    """The waiting file; NotFound for another session's, or one that is gone."""
    known = request.session.get(_SESSION, {}).get(str(token))
    path = _folder() / str(token)
    if known is None or not path.exists():
        raise NotFound("upload_gone", _("This file is no longer waiting here. Choose it again."))
    return Upload(token, known["name"], known["source"], path)


def forget(request: HttpRequest, upload: Upload) -> None:
    """The file is imported or given up."""
    upload.path.unlink(missing_ok=True)
    request.session[_SESSION] = {
        token: known for token, known in request.session.get(_SESSION, {}).items() if token != str(upload.token)
    }


def _folder() -> Path:
    folder = Path(settings.HOME) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _make_room(request: HttpRequest, folder: Path, n_bytes: int) -> None:
    """Forget the session's oldest files. Raises `uploads_full` when those of others leave no room."""
    waiting = list(request.session.get(_SESSION, {}).items())
    for token, known in waiting[: max(0, len(waiting) - MOST_KEPT + 1)]:
        forget(request, Upload(UUID(token), known["name"], known["source"], folder / token))
    if n_bytes + sum(size for _path, size, _age in _stored(folder)) > MOST_BYTES:
        raise UserError("uploads_full", _("Too many files are waiting to be imported. Try again tomorrow."))


def _forget_old(folder: Path) -> None:
    """By the files' own age on disk, not by the site's clock, which may stand still."""
    for path, _size, age_seconds in _stored(folder):
        if age_seconds > _KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _stored(folder: Path) -> list[tuple[Path, int, float]]:
    """The files that wait, each with its bytes and its age in seconds; another process may take one away meanwhile."""
    # A file made just now says what time the disk believes it is.
    with tempfile.NamedTemporaryFile(dir=folder) as probe:
        now = os.fstat(probe.fileno()).st_mtime
        stored = []
        for path in folder.iterdir():
            try:
                facts = path.stat()
            except FileNotFoundError:
                continue
            stored.append((path, facts.st_size, now - facts.st_mtime))
    return stored
