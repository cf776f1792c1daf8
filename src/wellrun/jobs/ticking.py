"""A tick that no two processes do at once, whichever of them the hour, cron or a start calls upon."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.jobs.clock import Tick, tick

# Any number that no other lock of this database uses.
_TICK = 7_264_302


def tick_alone() -> Tick | None:
    """Do what the passing of time asks for; None when another process is at it this very moment."""
    with the_only_one() as alone:
        return tick() if alone else None


@contextmanager
def the_only_one() -> Iterator[bool]:
    """Whether nobody else is inside; held to the end of the block, and let go when the process dies.

    PostgreSQL keeps it for all machines of a site. The embedded database has one machine: there it is a lock on a
    file in the site's folder.
    """
    yield from _in_postgresql() if connection.vendor == "postgresql" else _on_file(Path(settings.HOME) / "tick.lock")


def tick_words(done: Tick) -> str:
    """What a tick brought, in one line."""
    parts = [
        ngettext("%(n)d series judged by the new rules", "%(n)d series judged by the new rules", done.rejudged)
        % {"n": done.rejudged},
        ngettext("%(n)d review scheduled", "%(n)d reviews scheduled", done.scheduled) % {"n": done.scheduled},
        ngettext("%(n)d look-back raised", "%(n)d look-backs raised", done.look_backs) % {"n": done.look_backs},
        ngettext("%(n)d stalled action raised", "%(n)d stalled actions raised", done.stalled) % {"n": done.stalled},
        ngettext("%(n)d measure cannot reach its aim", "%(n)d measures cannot reach their aim", done.not_capable)
        % {"n": done.not_capable},
        ngettext("%(n)d obligation brought up", "%(n)d obligations brought up", done.obligations)
        % {"n": done.obligations},
        ngettext("%(n)d figure became late", "%(n)d figures became late", done.late) % {"n": done.late},
    ]
    raised = (done.look_backs, done.stalled, done.not_capable, done.obligations)
    counts = (done.rejudged, done.scheduled, *raised, done.late)
    happened = [part for part, count in zip(parts, counts, strict=True) if count]
    return ", ".join(happened) if happened else _("nothing fell due")


def _in_postgresql() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_TICK])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_TICK])


def _on_file(path: Path) -> Iterator[bool]:
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
