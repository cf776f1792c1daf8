"""What the measure library adds to a plan: definitions of the measures it names, links and trade-offs among them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from wellrun.check.facts import LinkFacts, MeasureFacts, TradeOffFacts
from wellrun.library.definition import MeasureSpec
from wellrun.library.shelf import library
from wellrun.plans.document import PlanDocument
from wellrun.plans.specs import LinkSpec

_ASKED = re.compile(r"\b(surveys?|respondents?|responses?|answers|questionnaires?)\b", re.IGNORECASE)


def measure_facts(spec: MeasureSpec) -> MeasureFacts:
    """A definition as facts; what a file defines is its first version."""
    return MeasureFacts(
        key=spec.key,
        name=spec.name,
        library_id=spec.library_id,
        numerator=spec.numerator,
        denominator=spec.denominator,
        display_unit=spec.display_unit,
        direction=spec.direction,
        source=spec.source,
        version=1,
        scoring=spec.scoring,
        grain=spec.grain,
        data_lag_days=spec.data_lag_days,
        rule_profile=spec.rule_profile,
        conformance=spec.conformance,
        contributing_teams=spec.contributing_teams,
        survey=is_survey(spec.denominator),
        domain=spec.domain,
    )


def is_survey(denominator: str) -> bool:
    """Whether what a measure counts are answers of people who were asked."""
    return bool(_ASKED.search(denominator))


def measures_named(
    document: PlanDocument, keys: Iterable[str], taken: Collection[str] = ()
) -> tuple[MeasureFacts, ...]:
    """The measures of these keys by key: as the file defines them, else as the library does, else unknown.

    `taken`: those that the site takes from the library as they are; of others the library's grain is no more than its
    own, and how often their figures come is not known.
    """
    own = {spec.key: spec for spec in document.measures}
    found = []
    for key in sorted(keys):
        spec = own.get(key) or library().find(key)
        known = measure_facts(spec) if spec else MeasureFacts(key, key, defined=False)
        found.append(known if key in own or key in taken else replace(known, rhythm_known=False))
    return tuple(found)


def links_among(document: PlanDocument, measures: Collection[MeasureFacts]) -> tuple[LinkFacts, ...]:
    """The links that the file says; the library's among its measures where it says nothing of links."""
    if "links" in document.says:
        return tuple(_said(one) for one in document.links)
    return tuple(_library_links(_by_library_id(measures)))


def trade_offs_among(document: PlanDocument, measures: Collection[MeasureFacts]) -> tuple[TradeOffFacts, ...]:
    """The trade-offs that the file says, and those of the library for what its measures push.

    A guard that the plan does not have stands by its library id.
    """
    said = [
        TradeOffFacts(one.key, one.push, one.push_direction, one.guard, one.guard_direction, one.mechanism)
        for one in document.trade_offs
    ]
    known = {(one.push, one.push_direction, one.guard) for one in said}
    found = _library_trade_offs(_by_library_id(measures))
    return (*said, *(one for one in found if (one.push, one.push_direction, one.guard) not in known))


def other_names() -> Mapping[str, str]:
    """What the library's measures are called, by library id."""
    return {spec.library_id: spec.name for spec in library().measures}


def _said(one: LinkSpec) -> LinkFacts:
    least, most = one.delay_days
    return LinkFacts(one.key, one.lead, one.lag, one.sign, least, most, one.grade, one.caveat)


def _by_library_id(measures: Collection[MeasureFacts]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in measures:
        if one.library_id:
            found.setdefault(one.library_id, []).append(one.key)
    return found


def _library_links(keys: Mapping[str, list[str]]) -> Iterator[LinkFacts]:
    for link in library().links:
        pairs = [(lead, lag) for lead in keys.get(link.lead, ()) for lag in keys.get(link.lag, ())]
        least, most = link.delay_days
        for lead, lag in pairs:
            key = link.id if len(pairs) == 1 else f"{link.id}-{lead}-{lag}"
            yield LinkFacts(key, lead, lag, link.sign, least, most, link.grade, link.note)


def _library_trade_offs(keys: Mapping[str, list[str]]) -> Iterator[TradeOffFacts]:
    for one in library().trade_offs:
        for push in keys.get(one.push, ()):
            for guard in keys.get(one.guard, [one.guard]):
                yield TradeOffFacts(one.id, push, one.push_good, guard, one.guard_good, one.mechanism)
