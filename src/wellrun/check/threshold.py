"""From where on a rule counts, on this site."""

from __future__ import annotations

import wellrun.check.rules  # noqa: F401  (registers every rule)
from wellrun.check.models import RuleSetting
from wellrun.check.rule import registered


def threshold(rule: str, name: str) -> float:
    """The threshold of a rule as the site has set it, else the rule's own; one query."""
    row = RuleSetting.objects.filter(rule=rule).first()
    own = registered()[rule].thresholds[name]
    return float(row.thresholds.get(name, own)) if row else own
