"""How long an import takes, as ratios in one run: the real figures taken in, against parsing and raw writing alone.

    python -m benchmarks.ingest

The raw way parses the same file with the same reader and puts the same rows (figures, rolled-up figures, series,
phases, issues, receipt, audit) into the same tables of the same database by `executemany`, ready-made, in one
transaction. Without the real data beside the project there is nothing to measure.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.timing.in_turn import seconds

ROUNDS = 5
BAR = 2.5
NO_BAR = float("inf")
TABLES = (
    "measures_series",
    "measures_receipt",
    "measures_observation",
    "measures_phase",
    "measures_qualityissue",
    "audit_auditevent",
    "audit_audithead",
)
Rows = dict[str, list[tuple[Any, ...]]]


def run() -> list[tuple[str, float, float]]:
    """(what, ratio, the most it may be) of each comparison."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellrun.config.settings")
    import django

    django.setup()
    from tests.shared_data import ENGLAND

    if not ENGLAND.is_dir():
        print("left out: the real data is not beside the project")
        return []
    return _Bench(ENGLAND).rows()


class _Bench:
    """One empty site as a file, copied for every round."""

    def __init__(self, folder: Path) -> None:
        from django.db import connection

        from wellrun.demo.england import read_england

        self.folder = folder
        self.site, self.files = read_england(folder)
        self.connection = connection
        self.database = Path(connection.settings_dict["NAME"])
        self.empty = self.database.with_suffix(".empty")
        self._make()

    def _make(self) -> None:
        from django.core.management import call_command

        from wellrun.audit.actions import SYSTEM
        from wellrun.jobs.site.definitions import load_definitions
        from wellrun.jobs.site.places import load_places

        call_command("migrate", verbosity=0)
        load_places(self.site, demo="", by=SYSTEM)
        load_definitions(self.site, by=SYSTEM)
        self.connection.close()
        shutil.copy(self.database, self.empty)

    def rows(self) -> list[tuple[str, float, float]]:
        self._fresh()
        self._ingest()
        written = self._dump()
        ours, again, raw, parsed = float("inf"), float("inf"), float("inf"), float("inf")
        for _ in range(ROUNDS):
            self._fresh()
            ours = min(ours, seconds(self._ingest, rounds=1))
            again = min(again, seconds(self._ingest, rounds=1))
            self._fresh()
            parsed = min(parsed, seconds(self._parse, rounds=1))
            raw = min(raw, seconds(lambda: self._raw(written), rounds=1))
        figures = len(written["measures_observation"])
        return [
            (
                f"ingest of the real data, {figures:,} figures written / parse and executemany ({raw:.2f} s)",
                ours / raw,
                BAR,
            ),
            (f"the same without parsing ({parsed:.2f} s) on both sides", (ours - parsed) / (raw - parsed), NO_BAR),
            ("import of the same file again, nothing changed / parse and executemany", again / raw, NO_BAR),
        ]

    def _fresh(self) -> None:
        self.connection.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.database}{ending}").unlink(missing_ok=True)
        shutil.copy(self.empty, self.database)
        self.connection.ensure_connection()

    def _parse(self) -> Any:
        from dataclasses import asdict

        from wellrun.jobs.reading import read_figures_at

        (file,) = self.files
        mapping = {field: header for field, header in asdict(file.columns).items() if header and field != "source"}
        return read_figures_at(self.folder / file.file, mapping=mapping)

    def _ingest(self) -> None:
        from wellrun.audit.actions import SYSTEM
        from wellrun.measures.actions import ingest
        from wellrun.measures.models import Source

        table, facts = self._parse()
        ingest(source=Source.objects.get(), table=table, file=facts, by=SYSTEM)

    def _dump(self) -> Rows:
        self.connection.close()
        after, before = _tables(self.database), _tables(self.empty)
        return {table: [row for row in after[table] if row not in before[table]] for table in TABLES}

    def _raw(self, written: Rows) -> None:
        """On the product's own connection, so that its settings (log, sync, keys) hold for both."""
        self._parse()
        plain = self.connection.connection
        plain.execute("BEGIN IMMEDIATE")
        for table, rows in written.items():
            marks = ", ".join("?" * len(rows[0])) if rows else ""
            verb = "REPLACE" if table == "audit_audithead" else "INSERT"
            plain.executemany(f"{verb} INTO {table} VALUES ({marks})", rows)
        plain.execute("COMMIT")


def _tables(database: Path) -> Rows:
    with closing(sqlite3.connect(database)) as plain:
        return {table: plain.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}


if __name__ == "__main__":
    for what, ratio, bar in run():
        print(f"{ratio:8.2f}  (at most {bar})  {what}")
