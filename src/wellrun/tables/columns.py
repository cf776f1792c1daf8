"""Which column of a file is which field: by name, by synonym, or as a person says."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from wellrun.tables.errors import FileError

FIELDS = ("series", "measure", "unit", "stratum", "period", "value", "numerator", "denominator")

SYNONYMS: Mapping[str, frozenset[str]] = {
    "series": frozenset({"series_id", "series_name"}),
    "measure": frozenset({"measure_key", "measure_id", "measure_name", "indicator", "metric", "kpi"}),
    "unit": frozenset(
        {
            *("unit_key", "unit_code", "unit_id", "org_code", "org", "organisation", "organization"),
            *("organisation_code", "organization_code", "provider", "provider_code", "trust", "trust_code"),
            *("hospital", "site", "site_code", "ward", "ward_code", "team", "practice", "practice_code"),
        }
    ),
    "stratum": frozenset({"strata", "stratification"}),
    "period": frozenset(
        {
            *("date", "day", "week", "month", "quarter", "period_start", "month_start", "week_start"),
            *("week_beginning", "week_commencing", "week_ending", "month_ending", "reporting_period"),
        }
    ),
    "value": frozenset({"measure_value", "observed_value", "result", "figure"}),
    "numerator": frozenset({"num", "numer", "numerators", "numerator_value"}),
    "denominator": frozenset({"den", "denom", "denominators", "denominator_value"}),
}


def map_columns(
    headers: Sequence[str],
    file: str,
    *,
    mapping: Mapping[str, str] | None = None,
    need: Collection[str] = (),
    fields: Collection[str] = FIELDS,
) -> dict[str, int]:
    """Field -> index of its column. What `mapping` (field -> header) names wins; the rest is guessed.

    A header that is the field's own name is taken before synonyms; case, spaces and punctuation do not count.
    Raises FileError, each listing the headers seen: `field_unknown`, `column_unknown`, `column_ambiguous`,
    `column_missing`.
    """
    named = {field: _named(field, header, headers, file, fields) for field, header in (mapping or {}).items()}
    taken = set(named.values())
    found: dict[str, int] = {}
    for field in fields:
        place = named[field] if field in named else _guess(field, headers, file, taken)
        if place is not None:
            found[field] = place
    for field in need:
        if field not in found:
            raise FileError("column_missing", file, f"there is no column for {field}; {_seen(headers)}", field=field)
    return found


def normal(header: str) -> str:
    """A header as it is compared: `Org Code ` and `org-code` are `org_code`."""
    return re.sub(r"[^0-9a-z]+", "_", header.casefold()).strip("_")


def _named(field: str, header: str, headers: Sequence[str], file: str, fields: Collection[str]) -> int:
    if field not in fields:
        raise FileError("field_unknown", file, f"{field} is no field; there are: {', '.join(fields)}", field=field)
    exact = [index for index, seen in enumerate(headers) if seen == header.strip()]
    places = exact or [index for index, seen in enumerate(headers) if normal(seen) == normal(header)]
    if not places:
        raise FileError("column_unknown", file, f'there is no column "{header}"; {_seen(headers)}', field=field)
    if len(places) > 1:
        raise _ambiguous(field, [headers[place] for place in places], headers, file)
    return places[0]


def _guess(field: str, headers: Sequence[str], file: str, taken: Collection[int]) -> int | None:
    free = [index for index in range(len(headers)) if index not in taken]
    own = [index for index in free if normal(headers[index]) == field]
    places = own or [index for index in free if normal(headers[index]) in SYNONYMS.get(field, ())]
    if len(places) > 1:
        raise _ambiguous(field, [headers[place] for place in places], headers, file)
    return places[0] if places else None


def _ambiguous(field: str, which: list[str], headers: Sequence[str], file: str) -> FileError:
    choice = " and ".join(f'"{header}"' for header in which)
    sentence = f"several columns could be the {field}: {choice}; say which one; {_seen(headers)}"
    return FileError("column_ambiguous", file, sentence, field=field)


def _seen(headers: Sequence[str]) -> str:
    shown = ", ".join(header or "(blank)" for header in headers[:30])
    more = f" and {len(headers) - 30} more" if len(headers) > 30 else ""
    return f"the file has: {shown}{more}"
