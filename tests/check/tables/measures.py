"""Measures defined in full, aims that mean something, links that warn in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.check.models import a_link, a_measure, a_model, a_target, an_initiative
from tests.check.rows import Row, unheard
from wellrun.check.facts import InitiativeFacts, LinkFacts, MeasureFacts, ModelFacts, PredictionFacts


def one(**change: Any) -> ModelFacts:
    return a_model(measures=(a_measure(**change),))


def aim(*measures: MeasureFacts, **change: Any) -> ModelFacts:
    return a_model(targets=(a_target(**change),), measures=measures)


def out_of_reach(*initiatives: InitiativeFacts, assurance: str | None = "consistently_fails") -> ModelFacts:
    """An aim of a ward whose hospital belongs to the enterprise."""
    target = a_target(unit="ward", assurance=assurance)
    above = {"ward": "hospital", "hospital": "enterprise", "enterprise": None, "other": "enterprise"}
    return a_model(targets=(target,), initiatives=initiatives, unit_parents=above)


def moving(unit: str, **change: Any) -> InitiativeFacts:
    return an_initiative(targets=(PredictionFacts("stay", unit, "down"),), **change)


def link(grain: str = "day", lag_days: int = 0, rules: str = "", limit: bool = False, **change: Any) -> ModelFacts:
    lead = a_measure("rounds", grain=grain, data_lag_days=lag_days, rule_profile=rules, has_limit=limit)
    measures = (lead, a_measure())
    return a_model(links=(a_link(**change),), measures=measures)


def bare(**change: Any) -> ModelFacts:
    return a_model(links=(replace(LinkFacts("L", "rounds", "stay", "-", 0, 30, "contested"), **change),))


ROWS = [
    Row("MEA-01", "all there", one(), "clear"),
    *(
        Row("MEA-01", f"no {name}", one(**{name: empty}), "hit")
        for name, empty in {
            "numerator": "",
            "denominator": " ",
            "display_unit": "",
            "direction": "",
            "source": "",
            "version": None,
        }.items()
    ),
    Row("MEA-01", "a count has no denominator", one(scoring="count", denominator="", display_unit="patients"), "clear"),
    Row("MEA-01", "a count without a unit", one(scoring="count", denominator="", display_unit=""), "hit"),
    Row("MEA-01", "a ratio of like things has no unit", one(scoring="ratio", display_unit=""), "clear"),
    Row("MEA-01", "no direction is good, and that is said", one(direction="none"), "clear"),
    Row("MEA-01", "nobody defines it", one(defined=False), "not checked"),
    Row("MEA-02", "no baseline", aim(baseline=None), "hit"),
    Row("MEA-02", "no baseline, whatever it rests on", aim(baseline=None, baseline_points=24), "hit"),
    Row("MEA-02", "eleven points", aim(baseline_points=11), "hit"),
    Row("MEA-02", "twelve points", aim(baseline_points=12), "clear"),
    Row("MEA-02", "points not said", aim(baseline_points=None), "not checked"),
    Row("MEA-02", "a baseline of nought", aim(baseline=0.0), "clear"),
    Row("MEA-03", "between the limits", aim(lower=0.05, upper=0.2), "hit"),
    Row("MEA-03", "on a limit", aim(lower=0.1, upper=0.2), "clear"),
    Row("MEA-03", "beyond them", aim(lower=0.15, upper=0.25), "clear"),
    Row("MEA-03", "no limits", aim(), "not checked"),
    Row("MEA-03", "a band", aim(value=None, low=0.1, high=0.3, lower=0.0, upper=1.0), "clear"),
    Row("MEA-04", "always missed, and nothing done", out_of_reach(), "hit"),
    Row("MEA-04", "one under way", out_of_reach(moving("ward")), "clear"),
    Row("MEA-04", "one under way in the hospital", out_of_reach(moving("hospital")), "clear"),
    Row("MEA-04", "one under way elsewhere", out_of_reach(moving("other")), "hit"),
    Row("MEA-04", "one finished", out_of_reach(moving("ward", status="finished")), "hit"),
    Row(
        "MEA-04",
        "one planned for today",
        out_of_reach(moving("ward", status="planned", starts=date(2026, 4, 10))),
        "clear",
    ),
    Row(
        "MEA-04",
        "one that should have begun",
        out_of_reach(moving("ward", status="planned", starts=date(2026, 4, 9))),
        "hit",
    ),
    Row(
        "MEA-04", "on another measure", out_of_reach(an_initiative(targets=(PredictionFacts("other", "ward"),))), "hit"
    ),
    Row("MEA-04", "met by luck", out_of_reach(assurance="inconsistent"), "clear"),
    Row("MEA-04", "no figures", out_of_reach(assurance=None), "not checked"),
    Row("MEA-05", "heaped", one(heaped=True), "hit"),
    Row("MEA-05", "smooth", one(heaped=False), "clear"),
    Row("MEA-05", "no figures", one(), "not checked"),
    Row("MEA-05", "on a site, with too few", replace(one(), actions=()), "not checked"),
    Row("MEA-06", "rare events on p", one(fits_chart=False, fitting_chart="g"), "hit"),
    Row("MEA-06", "it fits", one(fits_chart=True), "clear"),
    Row("MEA-06", "no figures", one(), "not checked"),
    Row("MEA-07", "seven days for an effect of seven", link(delay_max_days=7), "clear"),
    Row("MEA-07", "seven days for an effect of six", link(delay_max_days=6), "hit"),
    Row("MEA-07", "a same-day limit on the lead", link(limit=True, delay_max_days=6), "clear"),
    Row("MEA-07", "figures a day late", link(lag_days=1, delay_max_days=7), "hit"),
    Row("MEA-07", "seven weeks", link("week", delay_max_days=49), "clear"),
    Row("MEA-07", "seven months for half a year", link("month", delay_max_days=180), "hit"),
    Row("MEA-07", "seven months for seven", link("month", delay_max_days=210), "clear"),
    Row("MEA-07", "seven quarters for a year", link("quarter", delay_max_days=365), "hit"),
    Row("MEA-07", "a component", link(delay_max_days=0, grade="structural"), "clear"),
    Row("MEA-07", "counted between events", link("event", delay_max_days=7), "not checked"),
    Row("MEA-07", "eight days by Western Electric's rules", link(rules="western-electric", delay_max_days=8), "clear"),
    Row("MEA-07", "they are one too many", link(rules="western-electric", delay_max_days=7), "hit"),
    Row("MEA-07", "nine days by Nelson's rules", link(rules="nelson", delay_max_days=9), "clear"),
    Row("MEA-07", "these are one too many", link(rules="nelson", delay_max_days=8), "hit"),
    Row("MEA-07", "nine days by Anhoej's rules", link(rules="anhoej", delay_max_days=8), "hit"),
    Row("MEA-07", "seven days by the NHS rules", link(rules="nhs", delay_max_days=7), "clear"),
    Row("MEA-07", "limits alone", link(rules="limits", delay_max_days=1), "not checked"),
    Row("MEA-07", "the lead is not here", bare(), "not checked"),
    Row("MEA-07", "only the library says how often its figures come", unheard(link(delay_max_days=6)), "not checked"),
    Row("MEA-07", "a same-day limit, however they come", unheard(link(limit=True, delay_max_days=6)), "clear"),
    Row("MEA-08", "a component as evidence", link(grade="structural", counted=True), "hit"),
    Row("MEA-08", "a component as arithmetic", link(grade="structural"), "clear"),
    Row("MEA-08", "a cause as evidence", link(counted=True), "clear"),
    Row("MEA-09", "contested, without its caveat", bare(), "hit"),
    Row("MEA-09", "with it", bare(caveat="Two trials disagree."), "clear"),
    Row("MEA-09", "blanks are no caveat", bare(caveat="  "), "hit"),
    Row("MEA-09", "supported by the site's figures", bare(verdict="supported"), "clear"),
    Row("MEA-09", "the site cannot tell", bare(verdict="cannot_tell"), "hit"),
    Row("MEA-09", "moderate", bare(grade="moderate"), "clear"),
    Row("MEA-10", "nineteen cases", aim(a_measure(), cases=19), "hit"),
    Row("MEA-10", "twenty cases", aim(a_measure(), cases=20), "clear"),
    Row("MEA-10", "nine answers", aim(a_measure(survey=True), cases=9), "hit"),
    Row("MEA-10", "ten answers", aim(a_measure(survey=True), cases=10), "clear"),
    Row("MEA-10", "nine answers of a mean", aim(a_measure(survey=True, scoring="continuous"), cases=9), "hit"),
    Row("MEA-10", "a rate", aim(a_measure(scoring="rate"), cases=5), "clear"),
    Row("MEA-10", "cases not known", aim(a_measure()), "not checked"),
    Row("MEA-10", "nobody defines it", aim(cases=5), "not checked"),
    Row(
        "MEA-11",
        "an approximation named after a programme",
        one(name="HEDIS eye exams", conformance="approximation"),
        "hit",
    ),
    Row("MEA-11", "in its unit", one(display_unit="NHS points", conformance="approximation"), "hit"),
    Row("MEA-11", "certified", one(name="HEDIS eye exams", conformance="certified"), "clear"),
    Row("MEA-11", "an approximation in its own words", one(name="Eye exams", conformance="approximation"), "clear"),
    Row(
        "MEA-11", "a word that only begins alike", one(name="Share of cmsx files", conformance="approximation"), "clear"
    ),
    Row("MEA-12", "changed, and no new baseline", one(rebased=False), "hit"),
    Row("MEA-12", "changed, with a new baseline", one(rebased=True), "clear"),
    Row("MEA-12", "not changed", replace(one(), actions=()), "clear"),
    Row("MEA-12", "in a file, which holds its last definition only", one(), "not checked"),
]
