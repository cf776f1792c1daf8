"""By which rules the changes on a page were found, in one line: the name of the rules belongs beside every signal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.insight.found_by import judged_by

A_FEW = 3


def judged_line(judged: Iterable[tuple[str, str, bool]]) -> str:
    """ "Real changes here are found by the NHS rules."; empty where nothing is judged.

    `judged`: the name of each measure, its rule profile, whether it is watched early as well. Where measures differ,
    the line says which by what, the most common first; more than a few are counted, and their cards say it.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, profile, watched in judged:
        found[judged_by(profile, watched)][name] = None
    if not found:
        return ""
    ways = sorted(found.items(), key=lambda way: -len(way[1]))
    first, others = ways[0][0], ways[1:]
    if not others:
        return _("Real changes here are found by %(rules)s.") % {"rules": first}
    told = [_("those of %(measures)s by %(rules)s") % {"measures": _named(of), "rules": by} for by, of in others]
    return _("Real changes here are found by %(rules)s; %(others)s.") % {"rules": first, "others": "; ".join(told)}


def _named(measures: Collection[str]) -> str:
    if len(measures) <= A_FEW:
        return ", ".join(measures)
    return ngettext("%(n)d measure", "%(n)d measures", len(measures)) % {"n": len(measures)}
