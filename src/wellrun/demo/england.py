"""Greater Manchester in England: real organisations from a data folder, an illustrative plan from the definitions.

The data folder holds `organisations.csv` (one provider a row) and `measures_long.csv.gz` (one figure a row); a unit's
key is its code in them, so the observations need no mapping but their column names.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

from wellrun.demo.holders import with_holders
from wellrun.demo.library import DEFINITIONS, read_measures
from wellrun.demo.places import make_out
from wellrun.demo.read import assemble, read_parts
from wellrun.demo.site import ObservationFile, Site, UnitSpec
from wellrun.lib.plain import Plain, read_yaml

FOLDER = DEFINITIONS / "england"
ORGANISATIONS = "organisations.csv"
LOWER = ("and", "of", "the", "on", "with")


def is_england(folder: Path) -> bool:
    """Whether `folder` holds the tidy NHS files rather than a site folder."""
    return (folder / ORGANISATIONS).is_file() and not (folder / "site.yaml").exists()


def read_england(folder: Path) -> tuple[Site, tuple[ObservationFile, ...]]:
    """The site and its files of observations; UserError when the data folder lacks one or a reference breaks."""
    parts = read_parts(FOLDER)
    units = _units(folder, parts.head.enterprise)
    joined = with_holders(make_out(parts, read_yaml(FOLDER / "places.yaml")))
    return assemble(joined, units, read_measures(parts.head.measures)), parts.files


def _units(folder: Path, enterprise: str) -> tuple[UnitSpec, ...]:
    """England, its regions, systems and providers, parents first."""
    known = read_yaml(FOLDER / "organisation.yaml")
    with (folder / ORGANISATIONS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    top, nowhere = known["top"]["key"], known["without_region"]["key"]
    regions = {row["RegionCode"]: row["RegionName"] for row in rows if row["RegionCode"]}
    systems = {row["ICSCode"]: (row["ICSName"], row["RegionCode"]) for row in rows if row["ICSCode"]}
    return (
        _reference(top, known["top"]["name"], "region", None),
        *(_reference(code, regions[code], "region", top) for code in sorted(regions)),
        _reference(nowhere, known["without_region"]["name"], "region", top),
        *(_system(code, *systems[code], enterprise) for code in sorted(systems)),
        *_providers(rows, known, nowhere, enterprise),
    )


def _reference(key: str, name: str, kind: str, parent: str | None) -> UnitSpec:
    return UnitSpec(key=key, name=name, kind=kind, parent=parent, membership="reference")


def _system(code: str, name: str, region: str, enterprise: str) -> UnitSpec:
    unit = _reference(code, name, "system", region)
    return replace(unit, enterprise=True, membership="member") if code == enterprise else unit


def _providers(rows: list[dict[str, str]], known: Plain, nowhere: str, enterprise: str) -> list[UnitSpec]:
    placed = {entry["unit"]: entry["parent"] for entry in known["placed"]}
    ends: dict[str, tuple[date, str]] = {e["unit"]: (e["closed"], e["successor"]) for e in known["closed"]}
    providers = []
    for row in sorted(rows, key=lambda row: row["org_code"]):
        code = row["org_code"]
        parent = placed.get(code) or row["ICSCode"] or nowhere
        closed, successor = ends.get(code, (None, None))
        providers.append(
            UnitSpec(
                key=code,
                name=_name(row["org_name"], code),
                remark=_remark(row, known),
                kind="site",
                parent=parent,
                membership="member" if parent == enterprise else "reference",
                opened=known["opened"].get(code),
                closed=closed,
                successor=successor,
            )
        )
    return providers


def _remark(row: dict[str, str], known: Plain) -> str:
    """What the file does not say of a provider."""
    missing = [("without_name", "org_name"), ("without_region", "RegionCode")]
    return " ".join(known[kind]["remark"] for kind, column in missing if not row[column].strip())


def _name(given: str, code: str) -> str:
    """The name as people write it: some come in capitals, one does not come at all."""
    if not given.strip():
        return f"Name not given ({code})"
    if not given.isupper():
        return given
    words = [word.lower() if word.lower() in LOWER else word.capitalize() for word in given.split()]
    return " ".join(words).replace("Nhs", "NHS").removeprefix("the ").strip()
