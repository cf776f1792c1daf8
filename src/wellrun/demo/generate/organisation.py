"""The generated organisation: three hospitals with service lines and wards, a physician group, a health plan."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.demo.library import DEFINITIONS
from wellrun.demo.site import UnitSpec
from wellrun.lib.plain import Plain, read_yaml

FOLDER = DEFINITIONS / "demo"


@dataclass(frozen=True)
class Size:
    """How much of everything there is."""

    wards: int  # of a service line that has wards
    lines_with_wards: int
    clinics: int
    months: int  # of weekly, monthly and quarterly figures
    days: int  # of daily figures


@dataclass(frozen=True)
class Organisation:
    """The units, and who reports what: for each group of figures.yaml its units with their relative size."""

    units: tuple[UnitSpec, ...]
    reporting: dict[str, dict[str, float]]


def sizes() -> dict[str, Size]:
    """The sizes there are, by name."""
    return {name: Size(**fields) for name, fields in _known()["sizes"].items()}


def organisation(size: Size) -> Organisation:
    """The organisation of `size`, parents before children."""
    known = _known()
    top = known["system"]
    units = [UnitSpec(key=top["key"], name=top["name"], kind="system", enterprise=True)]
    reporting: dict[str, dict[str, float]] = {
        "system": {top["key"]: 1.0},
        "group": {known["group"]["key"]: 1.0},
        "plan": {known["health_plan"]["key"]: 1.0},
        "hospital": {site["key"]: site["weight"] for site in known["hospitals"]},
        **{group: {} for group in ("line", "ward", "clinic")},
    }
    for site in known["hospitals"]:
        units.append(_under(top["key"], site["key"], site["name"], "site"))
        units.extend(_lines(site, known["lines"], size, reporting))
    units.append(_under(top["key"], known["group"]["key"], known["group"]["name"], "site"))
    units.extend(_clinics(known, size, reporting))
    plan = known["health_plan"]
    units.append(_under(top["key"], plan["key"], plan["name"], "site"))
    units.extend(_under(plan["key"], part["key"], part["name"], "function") for part in known["functions"])
    return Organisation(tuple(units), reporting)


def _known() -> Plain:
    return read_yaml(FOLDER / "organisation.yaml")


def _under(parent: str, key: str, name: str, kind: str) -> UnitSpec:
    return UnitSpec(key=key, name=name, kind=kind, parent=parent)


def _lines(site: Plain, lines: Plain, size: Size, reporting: dict[str, dict[str, float]]) -> list[UnitSpec]:
    units = []
    staffed = [line["key"] for line in lines if line["wards"]]
    for line in lines:
        key = f"{site['key']}-{line['key']}"
        units.append(_under(site["key"], key, f"{line['name']}, {site['short']}", "service_line"))
        if line["wards"]:
            reporting["line"][key] = site["weight"]
        if line["key"] not in staffed[: size.lines_with_wards]:
            continue
        for number in range(1, size.wards + 1):
            ward = f"{key}-{number}"
            reporting["ward"][ward] = 1.0
            units.append(_under(key, ward, f"{line['name']} ward {number}, {site['short']}", "ward"))
    return units


def _clinics(known: Plain, size: Size, reporting: dict[str, dict[str, float]]) -> list[UnitSpec]:
    names = known["clinics"]
    units = []
    for number in range(size.clinics):
        again = number // len(names)
        name = names[number % len(names)] + (f" {again + 1}" if again else "")
        key = name.lower().replace(" ", "-") + "-clinic"
        reporting["clinic"][key] = 1.0
        units.append(_under(known["group"]["key"], key, f"{name} clinic", "team"))
    return units
