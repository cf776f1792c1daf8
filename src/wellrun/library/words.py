"""The words that the fields of a definition may hold."""

from __future__ import annotations

from wellrun.analytics.spc.codes import Profile

DOMAINS = ("quality_safety", "access_experience", "workforce", "financial", "transformation")
"""Those of the library; a site may add to them for measures of its own."""

CADENCES = ("daily", "weekly", "monthly", "quarterly")
DIRECTIONS = ("up", "down", "band", "none")

MEASURE_WORDS: dict[str, tuple[str, ...]] = {
    "grain": ("day", "week", "month", "quarter", "event"),
    "scoring": ("proportion", "ratio", "rate", "count", "continuous"),
    "direction": DIRECTIONS,
    "roll_up": ("ratio_of_sums", "sum", "none"),
    "rule_profile": tuple(profile.word for profile in Profile),
    "conformance": ("certified", "approximation", "local"),
}
"""One of these each."""

LIBRARY_WORDS: dict[str, tuple[str, ...]] = {
    "perspective": ("customer", "internal_process", "learning_growth", "financial"),
    "default_role": ("lead", "lag", "balancing"),
    "natural_frequency": CADENCES,
    "review_cadence": CADENCES,
    "chart": ("xmr", "p", "pp", "u", "c", "g", "t"),
    "tier": ("core", "extended"),
}
"""One of these each, or nothing in a definition of one's own."""

SETTINGS = ("hospital", "physician_group", "payer")
EVIDENCE = ("seen", "recalled")
SIGNS = ("+", "-")
GRADES = ("strong", "moderate", "contested", "judgement", "structural")
PUSHES = ("up", "down", "band")
