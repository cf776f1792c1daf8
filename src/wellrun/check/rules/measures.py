"""Measures, their aims and links: defined in full, judged as their data allow, and early enough to act."""

from __future__ import annotations

from collections.abc import Sequence

from wellrun.check.facts import LinkFacts, MeasureFacts, ModelFacts, ObjectiveFacts, TargetFacts
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, NotChecked, Thresholds, Value, rule
from wellrun.check.rules.objectives import name_of
from wellrun.check.spoken import counted
from wellrun.check.warning import INTERVAL_DAYS, POINTS, RHYTHM_NOT_SAID, detection_days
from wellrun.library.programmes import programme_in

_WITH_CASES = ("proportion", "ratio", "rate")
NOT_DEFINED = NotChecked("Neither this plan nor the library defines it.")
NO_FIGURES = NotChecked("Its figures are not known here.")


@rule("MEA-01", "measure", "The definition of “%(name)s” lacks its %(missing)s.")
def definition_incomplete(facts: ModelFacts, measure: MeasureFacts, t: Thresholds) -> Answer:
    """A definition from which nobody could count the same again.

    What is no share of cases needs no denominator; a ratio of two like things has no unit.
    """
    if not measure.defined:
        return NOT_DEFINED
    needed: list[tuple[str, object]] = [
        ("numerator", measure.numerator.strip()),
        ("denominator", measure.denominator.strip() or measure.scoring not in _WITH_CASES),
        ("unit", measure.display_unit.strip() or measure.scoring == "ratio"),
        ("direction", measure.direction),
        ("source", measure.source.strip()),
        ("version", measure.version),
    ]
    missing = [name for name, there in needed if not there]
    if not missing:
        return CLEAR
    values: dict[str, Value] = {"name": measure.name, "missing": ", ".join(missing)}
    return Hit(values, fix=Fix("define_measure", {"measure": measure.key, "field": missing[0]}))


@rule(
    "MEA-02",
    "target",
    "The aim of “%(name)s” rests on %(basis)s: %(least)d are needed to tell a stretch from chance.",
    least=12,
)
def target_without_baseline(facts: ModelFacts, target: TargetFacts, t: Thresholds) -> Answer:
    """An aim without a baseline, or with one of too few points."""
    points = 0 if target.baseline is None else target.baseline_points
    if points is None:
        return NotChecked("How many figures its baseline rests on is not said.")
    if points >= t["least"]:
        return CLEAR
    basis = "no baseline" if target.baseline is None else counted(points, "earlier figure")
    values: dict[str, Value] = {"name": name_of(facts, target.measure), "basis": basis, "least": int(t["least"])}
    return Hit(values, fix=_of(target, "set_baseline"))


@rule("MEA-03", "target", "The aim of “%(name)s” lies within its usual spread: it will be met and missed by luck.")
def target_in_noise(facts: ModelFacts, target: TargetFacts, t: Thresholds) -> Answer:
    """An aim between the limits of what it does anyway."""
    if target.value is None:
        return CLEAR
    if target.lower is None or target.upper is None:
        return NO_FIGURES
    if not target.lower < target.value < target.upper:
        return CLEAR
    return Hit({"name": name_of(facts, target.measure)}, fix=_of(target, "change_aim"))


@rule(
    "MEA-04",
    "target",
    "“%(name)s” cannot reach its aim as the work is done now, and no initiative changes it.",
)
def target_out_of_reach(facts: ModelFacts, target: TargetFacts, t: Thresholds) -> Answer:
    """An aim that the process always misses, without an initiative in its unit or above.

    One that is planned and not late to begin counts as under way.
    """
    if target.assurance is None:
        return NO_FIGURES
    if target.assurance != "consistently_fails" or _has_initiative(facts, target):
        return CLEAR
    return Hit({"name": name_of(facts, target.measure)}, fix=_begin(facts, target))


@rule("MEA-05", "measure", "Figures of “%(name)s” pile up just inside a threshold.")
def threshold_gamed(facts: ModelFacts, measure: MeasureFacts, t: Thresholds) -> Answer:
    """More figures just inside the aim than a smooth spread would put there."""
    if measure.heaped is None:
        return NotChecked("It has no aim, or too few figures near one.") if facts.is_running else NO_FIGURES
    return Hit({"name": measure.name}, units=measure.heaped_in) if measure.heaped else CLEAR


@rule("MEA-06", "measure", "“%(name)s” is judged by a chart that does not fit its data; %(fitting)s would.")
def wrong_chart(facts: ModelFacts, measure: MeasureFacts, t: Thresholds) -> Answer:
    """Limits that mean nothing for figures of this kind."""
    if measure.fits_chart is None:
        return NO_FIGURES
    if measure.fits_chart:
        return CLEAR
    values: dict[str, Value] = {"name": measure.name, "fitting": measure.fitting_chart or "another"}
    return Hit(values, fix=Fix("set_chart", {"measure": measure.key, "chart": measure.fitting_chart or None}))


@rule(
    "MEA-07",
    "link",
    "“%(lead)s” signals after %(needed)d days; its effect on “%(lag)s” is there after %(delay)d: "
    "too late to act on, it needs a same-day limit.",
    points=POINTS,
)
def lead_without_warning(facts: ModelFacts, link: LinkFacts, t: Thresholds) -> Answer:
    """A lead whose rules need longer than its effect. A structural link is arithmetic and has no effect to wait for.

    They need as many figures as the run on one side has by which the measure is judged: 7 by the NHS rules, 8 by
    Western Electric's, 9 by Nelson's and Anhoej's; limits alone have no such run. Another `points` than 7 counts for
    every measure. A same-day limit on the lead speaks before its rules do.
    """
    if link.grade == "structural":
        return CLEAR
    lead = facts.measure.get(link.lead)
    if lead is None or not lead.defined:
        return NotChecked("The lead is not defined here.")
    if lead.has_limit:
        return CLEAR
    needed = detection_days(lead, t["points"])
    if needed is None and lead.grain in INTERVAL_DAYS:
        return NotChecked("The lead is judged by its limits alone: how soon they tell depends on how far it moves.")
    if not lead.rhythm_known:
        return RHYTHM_NOT_SAID
    if needed is None:
        return NotChecked("The lead is counted between events, which come at no fixed interval.")
    if needed <= link.delay_max_days:
        return CLEAR
    values: dict[str, Value] = {
        "lead": lead.name,
        "lag": name_of(facts, link.lag),
        "needed": int(needed),
        "delay": link.delay_max_days,
    }
    return Hit(values, fix=Fix("set_limit", {"measure": lead.key}))


@rule("MEA-08", "link", "“%(lead)s” is a part of “%(lag)s”: that both move is arithmetic, not evidence.")
def component_as_cause(facts: ModelFacts, link: LinkFacts, t: Thresholds) -> Answer:
    """A structural link that is counted as evidence of an effect."""
    if link.grade != "structural" or not link.counted:
        return CLEAR
    return Hit(_ends(facts, link), fix=Fix("say_structural", {"link": link.key}))


@rule("MEA-09", "link", "That “%(lead)s” moves “%(lag)s” is contested, and it stands without its caveat.")
def contested_as_fact(facts: ModelFacts, link: LinkFacts, t: Thresholds) -> Answer:
    """A contested link, not supported by the site's own figures, that is shown without saying so."""
    if link.grade != "contested" or link.verdict == "supported" or link.caveat.strip():
        return CLEAR
    return Hit(_ends(facts, link), fix=Fix("add_caveat", {"link": link.key}))


@rule(
    "MEA-10",
    "target",
    "The aim of “%(name)s” rests on about %(cases)d cases a period; below %(least)d it is mostly chance.",
    cases=20,
    answers=10,
)
def few_cases(facts: ModelFacts, target: TargetFacts, t: Thresholds) -> Answer:
    """An aim on a share of few cases, or on few answers of a survey."""
    measure = facts.measure.get(target.measure)
    if measure is None or not measure.defined:
        return NOT_DEFINED
    if measure.scoring != "proportion" and not measure.survey:
        return CLEAR
    if target.cases is None:
        return NotChecked("How many cases a period has is not known here.")
    least = t["answers"] if measure.survey else t["cases"]
    if target.cases >= least:
        return CLEAR
    values: dict[str, Value] = {"name": measure.name, "cases": int(target.cases), "least": int(least)}
    return Hit(values, fix=_of(target, "take_aim_back"))


@rule("MEA-11", "measure", "“%(name)s” only approximates a measure of %(programme)s and carries its name.")
def approximation_named(facts: ModelFacts, measure: MeasureFacts, t: Thresholds) -> Answer:
    """An approximation under the name of a programme: taken for the official figure, and not licensed."""
    if measure.conformance != "approximation":
        return CLEAR
    programme = programme_in(measure.name) or programme_in(measure.display_unit)
    if not programme:
        return CLEAR
    return Hit({"name": measure.name, "programme": programme}, fix=Fix("rename_measure", {"measure": measure.key}))


@rule("MEA-12", "measure", "The definition of “%(name)s” changed, and its chart goes on as if it had not.")
def changed_without_rebase(facts: ModelFacts, measure: MeasureFacts, t: Thresholds) -> Answer:
    """A new version without a new baseline and its reason: an improvement that is none."""
    if measure.rebased is None and not facts.is_running:
        return NotChecked("Whether its definition changed is known on a running site only.")
    if measure.rebased is None or measure.rebased:
        return CLEAR
    return Hit({"name": measure.name}, fix=Fix("set_new_baseline", {"measure": measure.key}))


def _ends(facts: ModelFacts, link: LinkFacts) -> dict[str, str]:
    return {"lead": name_of(facts, link.lead), "lag": name_of(facts, link.lag)}


def _of(target: TargetFacts, verb: str) -> Fix:
    return Fix(verb, {"measure": target.measure, "unit": target.unit, "stratum": target.stratum})


def _begin(facts: ModelFacts, target: TargetFacts) -> Fix:
    """An initiative for an objective with the measure; else the measure for one of its domain; else an objective.

    Of several objectives the one in the unit of the aim, or nearest above it: what others try does not reach the aim.
    """
    roles = sorted(facts.roles_of.get(target.measure, ()), key=lambda one: one[1].role == "balancing")
    if pursued := _nearest(facts, target.unit, [one for one, _ in roles]):
        return Fix("add_initiative", {"objective": pursued.key, "measure": target.measure, "unit": target.unit})
    measure = facts.measure.get(target.measure)
    domain = measure.domain if measure and measure.domain in facts.plan.domains else None
    if fitting := _nearest(facts, target.unit, [one for one in facts.objectives if one.domain == domain]):
        return Fix("add_measure", {"objective": fitting.key, "measure": target.measure})
    return Fix("add_objective", {"domain": domain, "unit": target.unit})


def _nearest(facts: ModelFacts, unit: str, among: Sequence[ObjectiveFacts]) -> ObjectiveFacts | None:
    """The first of those in the unit, else in the nearest above it that has one."""
    first = {one.unit: one for one in reversed(among)}
    return next((first[each] for each in facts.units_above(unit) if each in first), None)


def _has_initiative(facts: ModelFacts, target: TargetFacts) -> bool:
    found = (
        one for unit in facts.units_above(target.unit) for one in facts.initiatives_on.get((target.measure, unit), ())
    )
    return any(one.status == "active" or one.starts >= facts.as_of for one in found)
