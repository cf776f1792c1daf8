"""Options that the analyst's tools share, and the words a person may give them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from wellrun.lib.errors import UserError

GRAINS = ("auto", "day", "week", "month", "quarter", "event")
FORMATS = ("table", "csv", "json")

File = Annotated[
    str, typer.Argument(metavar="FILE|-", help="CSV (also gzipped), XLSX or Parquet; - is the standard input.")
]
Every = Annotated[
    str,
    typer.Option(
        metavar="GRAIN", help=f"How often there is a point: {', '.join(GRAINS)}. An absent period is missing."
    ),
]
Column = Annotated[
    list[str] | None,
    typer.Option(metavar="FIELD=HEADER", help="Which column is which field; repeatable.", show_default=False),
]
Format = Annotated[str, typer.Option(metavar="FORMAT", help="On the standard output: table, csv or json.")]
Out = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Write there instead; the ending decides: .csv, .json, .parquet, .xlsx."),
]


def one_of(option: str, word: str, words: tuple[str, ...]) -> str:
    """`word`, when it is one of `words`. Raises UserError `option_unknown`."""
    if word not in words:
        raise UserError("option_unknown", f"{option} {word}: must be one of {', '.join(words)}")
    return word


def day(option: str, text: str) -> dt.date:
    """A date given as 2025-01-31 or 2025-01 (its first day). Raises UserError `date_unknown`."""
    try:
        return dt.date.fromisoformat(text if len(text) > len("2025-01") else f"{text}-01")
    except ValueError:
        raise UserError("date_unknown", f"{option} {text}: write a date as 2025-01-31 or 2025-01") from None


def columns(pairs: list[str] | None) -> dict[str, str]:
    """Field -> header from `field=header` pairs. Raises UserError `column_option`."""
    mapping: dict[str, str] = {}
    for pair in pairs or []:
        field, equals, header = pair.partition("=")
        if not equals or not field.strip() or not header.strip():
            raise UserError("column_option", f"--column {pair}: write field=header, as in period=Month")
        if field.strip() in mapping:
            raise UserError("column_option", f"--column {pair}: {field.strip()} is given twice")
        mapping[field.strip()] = header.strip()
    return mapping
