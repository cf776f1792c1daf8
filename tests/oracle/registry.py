"""Every method of `wellrun.analytics`: its page, its plain twin, and the reference it is held to.

A file is either a method or a part of how methods are computed and said; `tests/docs/test_every_method.py` fails for a
new one that stands in neither list, for a page without its five headings and for a twin that is not used.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """`pages` under docs/explanation/methods; `twin`: module and name within tests/oracle; `held`: the files of golden
    outputs, or in words what else is known of it."""

    pages: tuple[str, ...]
    twin: str
    held: tuple[str, ...] | str


def method(pages: str, twin: str, held: tuple[str, ...] | str) -> Method:
    return Method(tuple(pages.split()), twin, held)


PTD = ("ptd_ae_type1_perf_target95.csv", "ptd_ae_type1_perf_noscreen.csv", "ptd_edge.csv")
QIC_I = ("qic_ae_type1_attendances_i.csv", "qic_ae_type1_attendances_i_noscreen.csv", "qic_edge.csv")
FUNNEL = ("funnel_ae_PR_od_units.csv", "funnel_ae_PR_od_limits.csv")
CONSTANTS = ("shewhart_constants.csv",)
BOUNDS = ("anhoej_bounds.csv",)
SIMULATED = "no package does this: its own rates, measured by `make bench` and stated on its page"
PUBLISHED = "a published formula without a stored output; SciPy's distributions in tests/oracle"
OWN_RULE = "the project's own rule, as tables in tests/spec"
PEER = "ruptures, in tests/oracle and in `make bench`"

METHODS: dict[str, Method] = {
    "heaping.py": method(
        "heaping", "plain_heaping:plain_heaping", "the project's own rule: made-up figures with a heap"
    ),
    "detection/across.py": method("early-detection", "plain_across:plain_q", "Benjamini and Hochberg, in fractions"),
    "detection/beside_rules.py": method("signals", "plain_beside:plain_beside", OWN_RULE),
    "detection/by_estimated_leaning.py": method("early-detection", "plain_simulation:share_of_alarms", SIMULATED),
    "detection/by_estimated_mean.py": method("early-detection", "plain_simulation:share_of_alarms", SIMULATED),
    "detection/calibrate.py": method("early-detection", "plain_simulation:share_of_alarms", SIMULATED),
    "detection/change.py": method("early-detection", "plain_change:plain_change", SIMULATED),
    "detection/detect.py": method("early-detection", "plain_early:plain_watch", SIMULATED),
    "detection/doubts.py": method("early-detection", "plain_routing:plain_doubt", SIMULATED),
    "detection/firings.py": method("early-detection", "plain_early:plain_watch", SIMULATED),
    "detection/keeping.py": method("early-detection", "plain_early:PlainWatch", SIMULATED),
    "detection/routing.py": method("early-detection", "plain_routing:plain_family", SIMULATED),
    "detection/scores/counts.py": method("early-detection", "plain_detection:counted_score", SIMULATED),
    "detection/scores/dispersion.py": method("early-detection", "plain_detection:widened_by", SIMULATED),
    "detection/scores/levels.py": method("early-detection", "plain_detection:measured_score", SIMULATED),
    "detection/scores/normal.py": method("early-detection", "plain_detection:measured_score", SIMULATED),
    "detection/scores/quantile.py": method("early-detection", "plain_detection:score_of", "Python's NormalDist"),
    "detection/spans.py": method("early-detection", "plain_detection:known_at", SIMULATED),
    "detection/statistic.py": method("early-detection", "plain_detection:judged_points", SIMULATED),
    "detection/thresholds.py": method("early-detection", "plain_thresholds:Cell", SIMULATED),
    "funnel/beta_binomial.py": method("funnel", "plain_funnel_lines:beta_binomial_chances", PUBLISHED),
    "funnel/chart.py": method("funnel", "plain_funnel_lines:PlainFunnel", FUNNEL),
    "funnel/dispersion.py": method("funnel", "plain_funnel:plain_dispersion", FUNNEL),
    "funnel/intervals.py": method("funnel", "plain_funnel_lines:PlainFunnel.interval", PUBLISHED),
    "funnel/kinds.py": method("funnel", "plain_funnel:plain_place", FUNNEL),
    "funnel/limits.py": method("funnel", "plain_funnel_lines:PlainFunnel.line", FUNNEL),
    "funnel/power.py": method("funnel", "plain_funnel_lines:PlainFunnel.detectable", PUBLISHED),
    "funnel/quantiles.py": method("funnel", "plain_funnel_lines:PlainFunnel.least", PUBLISHED),
    "segments/best.py": method("segments", "plain_segments:plain_best", PEER),
    "segments/criterion.py": method("segments", "plain_segments:plain_misfit", SIMULATED),
    "segments/find.py": method("segments", "plain_segments:plain_find", PEER),
    "segments/fits.py": method("segments", "plain_segments:stretch", PEER),
    "segments/outliers.py": method("segments", "plain_steadying:plain_tempered", PUBLISHED),
    "segments/partition.py": method("segments", "plain_segments:partition", PEER),
    "segments/season.py": method("segments", "plain_steadying:plain_season", SIMULATED),
    "segments/support.py": method("segments", "plain_segments:plain_support", SIMULATED),
    "segments/year.py": method("segments", "plain_year:plain_year", SIMULATED),
    "spc/baseline.py": method("baselines", "plain_charts:phase_chart", PTD),
    "spc/charts/c.py": method("c", "plain_other_charts:plain_c", PUBLISHED),
    "spc/charts/counted/choice.py": method("choice", "plain_choice:plain_choice", OWN_RULE),
    "spc/charts/counted/kinds.py": method("choice", "plain_choice:of_two_numbers", OWN_RULE),
    "spc/charts/counted/numbers.py": method("choice", "plain_choice:of_one_number", OWN_RULE),
    "spc/charts/counted/p.py": method("p", "plain_charts:proportion_chart", ("qic_ae_type1_breaches_p.csv",)),
    "spc/charts/counted/spread.py": method(
        "p-prime u-prime", "plain_charts:proportion_chart", ("qic_ae_type1_breaches_pp.csv",)
    ),
    "spc/charts/counted/u.py": method("u", "plain_charts:proportion_chart", PUBLISHED),
    "spc/charts/i_prime.py": method("i-prime", "plain_other_charts:plain_i_prime", PUBLISHED),
    "spc/charts/moving_range.py": method("xmr i", "plain_charts:average_moving_range", (*PTD, *QIC_I)),
    "spc/charts/mr.py": method("mr", "plain_other_charts:plain_mr", PUBLISHED),
    "spc/charts/observed_expected.py": method(
        "observed-expected observed-expected-overdispersed", "plain_other_charts:plain_oep_tails", PUBLISHED
    ),
    "spc/charts/rare/bernoulli.py": method("bernoulli-cusum", "plain_other_charts:plain_bernoulli", PUBLISHED),
    "spc/charts/rare/by_period.py": method("choice run", "plain_charts:rare_chart", OWN_RULE),
    "spc/charts/rare/g.py": method("g", "plain_other_charts:plain_g", "the anchor of its page, in tests/spec"),
    "spc/charts/rare/t.py": method("t", "plain_other_charts:plain_t", "the anchor of its page, in tests/spec"),
    "spc/charts/run.py": method("run", "plain_charts:run_chart", BOUNDS),
    "spc/charts/subgroups/constants.py": method("x-bar s", "plain_other_charts:plain_constants", CONSTANTS),
    "spc/charts/subgroups/s.py": method("s", "plain_other_charts:plain_subgroups", CONSTANTS),
    "spc/charts/subgroups/x_bar.py": method("x-bar", "plain_other_charts:plain_subgroups", CONSTANTS),
    "spc/charts/xmr.py": method("xmr i", "plain_charts:xmr_chart", (*PTD, *QIC_I)),
    "spc/firings.py": method("signals", "plain_charts:plain_firings", OWN_RULE),
    "spc/gaps.py": method("t g", "plain_other_charts:plain_days_between", "the anchor of its page, in tests/spec"),
    "spc/icons.py": method("nhs-rules", "plain_icons:plain_assurance", ("icons_ae_perf_target95.csv",)),
    "spc/judge.py": method("nhs-rules baselines", "plain_charts:plain_judge", PTD),
    "spc/pareto.py": method("pareto", "plain_pareto:plain_pareto", PUBLISHED),
    "spc/phases.py": method("baselines", "plain_charts:phase_chart", PTD),
    "spc/replay.py": method("signals", "plain_charts:plain_signals", OWN_RULE),
    "spc/rules/anhoej.py": method("anhoej", "plain_profiles:plain_anhoej_marked", BOUNDS),
    "spc/rules/limits.py": method("limits", "plain_profiles:Completed.outside", PUBLISHED),
    "spc/rules/nelson.py": method("nelson", "plain_profiles:Completed.nelson", PUBLISHED),
    "spc/rules/nhs.py": method("nhs-rules", "plain_charts:windows_ending_at", PTD),
    "spc/rules/western_electric.py": method("western-electric", "plain_profiles:Completed.western_electric", PUBLISHED),
    "spc/rules/zones.py": method("western-electric nelson", "plain_profiles:Completed.zones", PUBLISHED),
    "spc/scope.py": method("scope", "plain_scope:plain_scope", OWN_RULE),
    "spc/subgroups.py": method("x-bar s", "plain_other_charts:plain_subgroups", CONSTANTS),
    "spc/unsuited.py": method("choice", "plain_choice:plain_refusal", OWN_RULE),
    "spc/wishes.py": method("choice", "plain_choice:of_events", OWN_RULE),
}

# Files that answer no question of their own.
PARTS: dict[str, str] = {
    "calendar.py": "grains and the periods they make",
    "days.py": "long columns of days, looked up once a day",
    "panel.py": "series by period with labels",
    "detection/codes.py": "words as codes",
    "detection/drawn_counts.py": "counts drawn and scored quickly, for the simulation of thresholds",
    "detection/found.py": "the answer of a detection",
    "detection/groups.py": "series that are scored alike, in blocks",
    "detection/points.py": "a block turned and closed up",
    "detection/watching.py": "the wish, checked",
    "detection/words.py": "a detection in words",
    "detection/young.py": "the points within a self-starting baseline, for detect and firings alike",
    "funnel/words.py": "a funnel in words",
    "segments/changes.py": "the answer of a search",
    "segments/words.py": "a search in words",
    "spc/blocks/columns.py": "sums of columns that skip what is missing",
    "spc/blocks/judged.py": "what of a panel a chart judges",
    "spc/blocks/slab.py": "a block turned, with its steps and phases",
    "spc/charts/limits.py": "the shape of limits, and what counts as rounding",
    "spc/codes.py": "words as codes",
    "spc/draft.py": "the answer while it is written",
    "spc/explain.py": "a judgement in words",
    "spc/families.py": "charts that one kernel judges together",
    "spc/judgement.py": "the answer of judging",
    "spc/names.py": "the names of charts",
    "spc/rules/profiles.py": "the rules of each profile",
    "spc/rules/view.py": "what rules look at",
}

# Pages of methods of other rooms.
ELSEWHERE: dict[str, str] = {
    "doubts": "measures/doubts.py",
    "jumps": "measures/jumps.py",
    "too-late": "check/warning.py",
}
