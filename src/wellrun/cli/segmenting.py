"""From a file to changes of level to an answer: what `wellrun segments` does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from wellrun.analytics.panel import Panel
from wellrun.analytics.segments.changes import Changes, Status
from wellrun.analytics.segments.find import find_changes
from wellrun.analytics.segments.words import notes, support_in_words
from wellrun.cli.deliver import check_out, deliver
from wellrun.cli.listing import listing, number
from wellrun.cli.series_file import panel_of, read_series, sparse_remark
from wellrun.tables.labels import Labels


def run(
    file: str, *, as_of: dt.date | None, every: str, columns: Mapping[str, str], format: str, out: str | None
) -> None:
    """Read, look for changes, answer. Raises UserError for what the person can mend."""
    check_out(out, file)
    table = read_series(file, every=every, columns=columns, as_of=as_of)
    panel = panel_of(table)
    changes = find_changes(panel)
    deliver(
        out=out,
        format=format,
        points=lambda: rows(changes, panel),
        records=lambda: records(changes, panel),
        table=lambda: _show(changes, panel),
        notes=[
            *table.notes,
            *(sparse_remark(table) if every == "auto" else ()),
            *(warning.line(table.file) for warning in table.warnings),
        ],
    )


def rows(changes: Changes, panel: Panel) -> dict[str, Any]:
    """A row a change, by series, then period."""
    return {
        "series": Labels(changes.series, panel.labels),
        "period": panel.dates[changes.series, changes.index],
        "index": changes.index,
        "before": changes.before,
        "after": changes.after,
        "slope_before": changes.slope_before,
        "slope_after": changes.slope_after,
        "support": changes.support,
    }


def records(changes: Changes, panel: Panel) -> Iterator[dict[str, Any]]:
    """The objects of the contract, one a series, by name."""
    for series, label in enumerate(changes.labels):
        yield {
            "series": label,
            "status": Status(changes.status[series]).word,
            "changes": [_change(changes, change, panel) for change in changes.of(series).tolist()],
            "notes": notes(changes, series, panel),
        }


def _change(changes: Changes, change: int, panel: Panel) -> dict[str, Any]:
    index = int(changes.index[change])
    return {
        "period": str(panel.dates[changes.series[change], index]),
        "index": index,
        "before": float(changes.before[change]),
        "after": float(changes.after[change]),
        "support": float(changes.support[change]),
    }


def _show(changes: Changes, panel: Panel) -> None:
    """One line a change; a series without any has one line that says so. Lines have slopes, levels have none."""
    found = []
    for series, label in enumerate(changes.labels):
        mine = changes.of(series)
        if not mine.size:
            found.append([label, "", "", "", "", "", "", notes(changes, series, panel)[0]])
        for change in mine.tolist():
            line = _change(changes, change, panel)
            slopes = ["", ""]
            if changes.has_lines[series]:
                slopes = [number(changes.slope_before[change]), number(changes.slope_after[change])]
            figures = [number(line["before"]), number(line["after"]), *slopes, support_in_words(line["support"])]
            found.append([label, line["period"], *figures, "a new baseline may be proposed"])
    headings = ("series", "from", ">before", ">after", ">slope before", ">slope after", ">support", "reading")
    listing(headings, found)
