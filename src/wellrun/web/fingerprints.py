"""Static files under a name that holds a hash of what is in them: kept for good, and never an old one after an upgrade.

Nothing is collected or written: names are made from the files as they are installed. The plain names answer too.
"""

from __future__ import annotations

import hashlib
from functools import cache
from os import PathLike, stat_result
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware

_LENGTH = 12


def fingerprinted(name: str) -> str:
    """`built/wellrun.css` -> `built/wellrun.0f1e2d3c4b5a.css`; as it is while debugging."""
    if settings.DEBUG:
        return name
    path = finders.find(name)
    return _with_hash(name, str(path)) if path else name


@cache
def _with_hash(name: str, path: str) -> str:
    """The files of an installation do not change while it runs, so each is read once."""
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()[:_LENGTH]
    plain = PurePosixPath(name)
    return str(plain.with_name(f"{plain.stem}.{digest}{plain.suffix}"))


class FingerprintedStorage(StaticFilesStorage):
    """What `{% static %}` names."""

    def url(self, name: str | None) -> str:
        """The address under the fingerprinted name."""
        return super().url(fingerprinted(name) if name else name)


class FingerprintedFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Middleware: every static file by its fingerprinted name as well, which a browser may keep for good."""

    def add_file_to_dictionary(
        self, url: str, path: str | PathLike[str], stat_cache: dict[str, stat_result] | None = None
    ) -> None:
        """The file under both names."""
        super().add_file_to_dictionary(url, path, stat_cache=stat_cache)
        if url.startswith(self.static_prefix):
            named = self.static_prefix + fingerprinted(url.removeprefix(self.static_prefix))
            if named != url:
                super().add_file_to_dictionary(named, path, stat_cache=stat_cache)
