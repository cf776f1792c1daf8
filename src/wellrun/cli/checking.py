"""Checking a plan and telling what was found."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from wellrun.check.engine import Found, Skipped, Verdict, check
from wellrun.check.from_file import facts_of
from wellrun.check.mending import fix_words, in_file
from wellrun.check.rule import Fix
from wellrun.cli import system
from wellrun.cli.listing import listing
from wellrun.demo.units import read_units
from wellrun.lib import clock
from wellrun.lib.plain import read_yaml
from wellrun.plans.read import read_plan

_MOST_ROWS = 200
_ORDER = {"error": 0, "warn": 1, "info": 2}


def check_file(plan: Path, as_of: dt.date | None, format: str) -> bool:
    """Check a plan file and print what was found; whether it is fit. Raises UserError as `read_plan` does."""
    document = read_plan(plan)
    day = as_of or document.as_of or clock.today()
    return _tell(check(facts_of(document, day, _unit_parents(plan), taken=_measures_taken(plan))), day, format)


def check_site(format: str) -> bool:
    """Check the plan in force on this site and print what was found; whether it is fit. Raises `plan_unknown`."""
    system.start()
    system.migrate()
    from wellrun.jobs.model_check import SiteCheck
    from wellrun.strategy.queries import plan_called

    looked_at = SiteCheck(plan_called())
    return _tell(looked_at.verdict(), looked_at.facts.as_of, format)


def _tell(verdict: Verdict, day: dt.date, format: str) -> bool:
    found = sorted(verdict.found, key=lambda one: (one.waiver is not None, _ORDER[one.severity]))
    if format == "json":
        print(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=2))
    else:
        _show(found, verdict, day)
    return verdict.is_fit


def _unit_parents(plan: Path) -> Mapping[str, str | None]:
    """Which unit belongs to which, where the plan lies in the folder of a site."""
    units = plan / "units.csv"
    return {unit.key: unit.parent for unit in read_units(units)} if units.is_file() else {}


def _measures_taken(plan: Path) -> Collection[str]:
    """The measures that a site takes from the library, where the plan lies in its folder."""
    head = plan / "site.yaml"
    plain = read_yaml(head) if head.is_file() else None
    taken = plain.get("measures") if isinstance(plain, dict) else None
    return [str(key) for key in taken] if isinstance(taken, list) else ()


def _plain(one: Found) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "severity": one.severity,
        "subject": one.subject,
        "message": one.message,
        "rationale": one.words.rationale,
        "reference": one.words.reference,
        "waived": one.waiver is not None,
    }


def _show(found: Sequence[Found], verdict: Verdict, day: dt.date) -> None:
    if found:
        listing(["severity", "rule", "subject", "what is wrong"], [_row(one) for one in found[:_MOST_ROWS]])
    if len(found) > _MOST_ROWS:
        print(f"and {len(found) - _MOST_ROWS:,} more: --format json gives all of them")
    for line in _mending(found):
        print(line)
    print(_summary(verdict, day))
    for line in _not_checked(verdict.skipped):
        print(line)


def _row(one: Found) -> list[str]:
    said = f"{one.severity}, set aside" if one.waiver else one.severity
    return [said, one.rule, one.subject, one.message]


def _mending(found: Sequence[Found]) -> list[str]:
    """What mends what was found and where in the file that is written, a line each; what is set aside needs nothing."""
    offered = [one for one in found if one.fix is not None and one.waiver is None][:_MOST_ROWS]
    lines = [f"  {one.rule} {one.subject}: {_mend(one.fix)}" for one in offered if one.fix]
    return ["What mends it:", *lines] if lines else []


def _mend(fix: Fix) -> str:
    words, place = fix_words(fix.verb, fix.values), in_file(fix)
    return f"{words} ({place})" if place else words


def _summary(verdict: Verdict, day: dt.date) -> str:
    counts = Counter(one.severity for one in verdict.found if one.waiver is None)
    aside = sum(one.waiver is not None for one in verdict.found)
    fit = "fit to execute" if verdict.is_fit else "not fit to execute"
    return (
        f"As of {day}: {fit}. Errors {counts['error']}, warnings {counts['warn']}, notes {counts['info']}, "
        f"set aside {aside}; clear answers {verdict.clear:,}, not checked {len(verdict.skipped):,}."
    )


def _not_checked(skipped: Sequence[Skipped]) -> list[str]:
    """A line for each reason, with the rules that could not be asked for it."""
    rules: dict[str, set[str]] = {}
    for one in skipped:
        rules.setdefault(one.why, set()).add(one.rule)
    return [f"Not checked ({', '.join(sorted(ids))}): {why}" for why, ids in rules.items()]
