"""Files that are broken, each with the sentence it earns, made here and not stored."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.parquet as arrow_parquet
import xlsxwriter

HEADER = "series,period,numerator,denominator,value\n"
VALUES = "series,period,value\n"


@dataclass(frozen=True)
class Broken:
    """A file called FILE, how it is read, and the lines that refuse it."""

    name: str
    data: bytes
    lines: tuple[str, ...]
    reading: Mapping[str, Any] = field(default_factory=dict)


def rates(*rows: str) -> bytes:
    return (HEADER + "\n".join(rows) + "\n").encode()


def values(*rows: str) -> bytes:
    return (VALUES + "\n".join(rows) + "\n").encode()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def workbook(rows: list[list[Any]], first_row: int = 0, formula: str = "") -> bytes:
    """An XLSX file; a cell "#" holds a formula that is an error."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("figures")
        for row, cells in enumerate(rows, start=first_row):
            for column, cell in enumerate(cells):
                if cell == "#":
                    sheet.write_formula(row, column, "=1/0", None, "#DIV/0!")
                elif cell is not None:
                    sheet.write(row, column, cell)
    return out.getvalue()


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with something replaced in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, text.replace(old, new) if name == part else text)
    return out.getvalue()


def with_declaration(data: bytes) -> bytes:
    """The workbook with a document type that would fetch a file into its cells."""
    declared = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///secret">]><worksheet'
    return changed(data, "xl/worksheets/sheet1.xml", b"<worksheet", declared)


def parquet(columns: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    arrow_parquet.write_table(pa.table(dict(columns)), out)
    return out.getvalue()


def _row(row: int, column: str, sentence: str) -> str:
    return f"FILE, row {row}, column {column}: {sentence}"


_SHAPES = "is not a date: write 2025-01-31, 2025-01, 31/01/2025 or Jan 2025"

WHOLE_FILES = [
    Broken("an empty file", b"", ("FILE: the file is empty",)),
    Broken("a header only", HEADER.encode(), ("FILE: there is a header and no row below it",)),
    Broken("a header only, without an end of line", b"period,value", ("FILE: there is a header and no row below it",)),
    Broken("blank lines only", b"\n\r\n\n", ("FILE: row 1 is blank: the names of the columns belong there",)),
    Broken(
        "a blank header",
        b";;;\n1;2;3;4\n",
        ("FILE: row 1 is blank: the names of the columns belong there",),
    ),
    Broken(
        "a header of a million characters in one cell",
        b"a" * 1_000_000 + b"\n1\n",
        ("FILE: the header is longer than 50,000 characters: is this a table?",),
    ),
    Broken(
        "a header of a million characters in many cells",
        b",".join(b"column %d" % number for number in range(90_000)) + b"\n",
        ("FILE: the header is longer than 50,000 characters: is this a table?",),
    ),
    Broken(
        "a header of 501 columns",
        ",".join(f"c{number}" for number in range(501)).encode() + b"\n",
        ("FILE: the header has 501 columns; at most 500 are read",),
    ),
    Broken(
        "a ZIP named .csv",
        zipped("figures.csv", values("a,2025-01,1")),
        ("FILE: this is a ZIP archive: unpack it and give the file inside",),
    ),
    Broken("a picture", b"\x89PNG\r\n\x1a\n" + bytes(50), ("FILE: this is a picture (PNG), not a table",)),
    Broken("a PDF document", b"%PDF-1.7\n", ("FILE: this is a PDF document, not a table",)),
    Broken(
        "a web page",
        b"\xef\xbb\xbf\n<!DOCTYPE html><html>",
        ("FILE: this is a web page, not a table (a download that asked for a sign-in often is)",),
    ),
    Broken(
        "a JSON document",
        b'{"a": 1}',
        ("FILE: this is a JSON document, not a table: save it as CSV, XLSX or Parquet",),
    ),
    Broken(
        "an old Excel workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        ("FILE: this is an old Excel workbook or one with a password: save it as .xlsx without one",),
    ),
    Broken(
        "bytes that are no text",
        bytes(range(256)) * 20,
        ("FILE: this is neither text nor a workbook: save it as CSV (UTF-8), XLSX or Parquet",),
    ),
    Broken(
        "UTF-8 by its mark and not by its bytes",
        b"\xef\xbb\xbfseries,period,value\n\xe9t\xe9,2025-01,1\n",
        ("FILE: this is neither text nor a workbook: save it as CSV (UTF-8), XLSX or Parquet",),
    ),
    Broken(
        "a gzip file that is cut off",
        gzip.compress(values("a,2025-01,1") * 50)[:-20],
        ("FILE: the packed file is cut off: send it again",),
    ),
    Broken(
        "a gzip file with a wrong byte",
        gzip.compress(bytes(range(256)) * 50)[:30] + b"\xff" * 40,
        ("FILE: the packed file is damaged: send it again",),
    ),
    Broken(
        "a file packed twice",
        gzip.compress(gzip.compress(values("a,2025-01,1"))),
        ("FILE: the file is packed twice: unpack it first",),
    ),
    Broken(
        "a workbook that is cut off",
        workbook([["series"]])[:-200],
        ("FILE: the workbook is damaged or has a password: save it again",),
    ),
    Broken(
        "a workbook that would fetch a file",
        with_declaration(workbook([["series", "period", "value"], ["a", "2025-01", 1]])),
        ("FILE: the workbook holds a document type declaration: save it again from Excel",),
    ),
    Broken(
        "a workbook without worksheets",
        changed(workbook([["period"]]), "xl/workbook.xml", b"<sheet ", b"<sheep "),
        ("FILE: the workbook has no worksheet",),
    ),
    Broken(
        "a workbook with nothing in it",
        workbook([]),
        ("FILE: the worksheet figures is empty",),
    ),
    Broken(
        "a Parquet file that is cut off",
        parquet({"value": [1.0]})[:-10],
        ("FILE: the Parquet file is damaged: send it again",),
    ),
]

COLUMNS = [
    Broken(
        "no period",
        b"series,when,value\na,2025-01,1\n",
        ("FILE: there is no column for period; the file has: series, when, value",),
    ),
    Broken(
        "two possible periods",
        b"Date,Month\n2025-01-01,2025-01\n",
        ('FILE: several columns could be the period: "Date" and "Month"; say which one; the file has: Date, Month',),
    ),
    Broken(
        "neither value nor numerator and denominator",
        b"period,numerator\n2025-01,1\n",
        ("FILE: there is no column for value, nor for numerator and denominator; the file has: period, numerator",),
    ),
    Broken(
        "a mapping to a column that is not there",
        values("a,2025-01,1"),
        ('FILE: there is no column "Wert"; the file has: series, period, value',),
        {"mapping": {"value": "Wert"}},
    ),
    Broken(
        "a mapping of a field that does not exist",
        values("a,2025-01,1"),
        ("FILE: amount is no field; there are: series, measure, unit, stratum, period, value, numerator, denominator",),
        {"mapping": {"amount": "value"}},
    ),
]

ROWS = [
    Broken(
        "rows with too few and too many cells",
        values("a,2025-01,1", "a,2025-02", "", "a,2025-03,1,2"),
        ("FILE, row 3: 2 cells, but the header has 3", "FILE, row 5: 4 cells, but the header has 3"),
    ),
    Broken(
        "a quotation mark that is never closed",
        values("a,2025-01,1", '"b,2025-02,2', "c,2025-03,3"),
        ("FILE, row 3: a quotation mark is opened here and never closed",),
    ),
    Broken(
        "a denominator of 0",
        rates(*(f"a,2024-{month:02},1,10," for month in range(1, 13)), "a,2025-01,1,5,", "a,2025-02,0,0,"),
        (_row(15, "denominator", "0 is not allowed: a rate needs cases"),),
    ),
    Broken(
        "a denominator below 0",
        rates("a,2025-01,1,-3,"),
        (_row(2, "denominator", '"-3" is not allowed: cases are counted from 1'),),
    ),
    Broken(
        "a numerator without its denominator",
        rates("a,2025-01,1,,"),
        (_row(2, "denominator", "is missing: a numerator needs its denominator"),),
    ),
    Broken(
        "a numerator above its denominator in a proportion of cases",
        rates("a,2025-01,4,8,", "a,2025-02,9,8,"),
        (_row(3, "numerator", '"9" is above the denominator: a proportion has no more hits than cases'),),
        {"bounded": True},
    ),
    Broken(
        "a numerator below 0 in a proportion of cases",
        rates("a,2025-01,-1,8,"),
        (_row(2, "numerator", '"-1" is not allowed: a proportion counts hits from 0'),),
        {"bounded": True},
    ),
    Broken(
        "the same period twice",
        values("a,2025-01,1", "b,2025-01,1", "a,2025-02,1", "a,2025-01-01,7"),
        (_row(5, "period", "a already has 1 January 2025 in row 2"),),
    ),
    Broken(
        "two dates in one month",
        values("a,2025-01-05,1", "a,2025-01-20,2"),
        (_row(3, "period", "a already has 1 January 2025 in row 2"),),
        {"grain": "month"},
    ),
    Broken(
        "words for numbers",
        values("a,2025-01,12", "a,2025-02,about 5", "a,2025-03,*"),
        (
            _row(3, "value", '"about 5" is not a number; leave the cell empty where there is none'),
            _row(4, "value", '"*" is not a number; leave the cell empty where there is none'),
        ),
    ),
    Broken(
        "numbers that are none",
        values("a,2025-01,nan", "a,2025-02,inf", "a,2025-03,1e999"),
        (
            _row(2, "value", '"nan" is not a number; leave the cell empty where there is none'),
            _row(3, "value", '"inf" is too large to be a number here'),
            _row(4, "value", '"1e999" is too large to be a number here'),
        ),
    ),
    Broken(
        "percent signs",
        values("a,2025-01,45%"),
        (_row(2, "value", '"45%" has a percent sign: write a proportion between 0 and 1'),),
    ),
    Broken(
        "thousands that may be decimals",
        values('a,2025-01,"1,234"', 'a,2025-02,"2,345"'),
        (
            _row(2, "value", '"1,234" may mean thousands or decimals: write it with a decimal point and no separator'),
            _row(3, "value", '"2,345" may mean thousands or decimals: write it with a decimal point and no separator'),
        ),
    ),
    Broken(
        "decimals that may be thousands beside decimal commas",
        b"series;period;value\na;2025-01;0,5\na;2025-02;1.234\n",
        (_row(3, "value", '"1.234" may mean thousands or decimals: write it with a decimal point and no separator'),),
    ),
    Broken(
        "a date that is missing",
        values("a,,1"),
        (_row(2, "period", "the date is missing"),),
    ),
    Broken(
        "a date that is none",
        values("a,last week,1", "a,20250131,1"),
        (_row(2, "period", f'"last week" {_SHAPES}'), _row(3, "period", f'"20250131" {_SHAPES}')),
    ),
    Broken(
        "dates beyond the calendar",
        values("a,2025-02-30,1", "a,2025-13,1", "a,31/04/2025,1", "a,0025-01-01,1"),
        tuple(
            _row(row, "period", f'"{cell}" is not a date in the calendar')
            for row, cell in enumerate(("2025-02-30", "2025-13", "31/04/2025", "0025-01-01"), start=2)
        ),
    ),
    Broken(
        "days that may be months",
        values("a,03/04/2025,1", "a,04/05/2025,1"),
        (
            _row(2, "period", '"03/04/2025" may be day/month or month/day: write 2025-01-31'),
            _row(3, "period", '"04/05/2025" may be day/month or month/day: write 2025-01-31'),
        ),
    ),
    Broken(
        "both orders in one column",
        values("a,31/01/2025,1", "a,02/28/2025,2", "a,02/03/2025,3"),
        (_row(4, "period", '"02/03/2025" may be day/month or month/day: write 2025-01-31'),),
    ),
    Broken(
        "a series without a name",
        values(" ,2025-01,1"),
        (_row(2, "series", "the series is missing"),),
    ),
    Broken(
        "a name of 201 characters",
        values(f"{'a' * 201},2025-01,1"),
        (_row(2, "series", "the series is longer than 200 characters"),),
    ),
    Broken(
        "a spreadsheet error in a cell",
        workbook([["series", "period", "value"], ["a", "2025-01", 1], ["a", "2025-02", "#"]]),
        (_row(3, "value", "the cell holds a spreadsheet error (such as #N/A)"),),
    ),
    Broken(
        "spreadsheet dates without a date format",
        workbook([["series", "period", "value"], ["a", 45658, 1], ["a", 45689, 2]]),
        (
            _row(
                2,
                "period",
                "holds numbers, not dates: format the cells as dates, or write 2025-01-31, 2025-01, 31/01/2025 or "
                "Jan 2025",
            ),
        ),
    ),
    Broken(
        "a Parquet column of lists",
        parquet({"series": ["a"], "period": ["2025-01"], "value": [[1.0]]}),
        (_row(2, "value", "holds list<element: double>, not numbers"),),
    ),
]

BROKEN = [*WHOLE_FILES, *COLUMNS, *ROWS]
