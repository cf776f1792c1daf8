"""What must hold of one definition beyond its shape; each breach names the field it is about."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from wellrun.library.definition import LinkSpec, MeasureSpec, TradeOffSpec
from wellrun.library.judged_on import chart_sentence, suited_charts
from wellrun.library.programmes import programme_in
from wellrun.library.words import DOMAINS, EVIDENCE, GRADES, LIBRARY_WORDS, MEASURE_WORDS, PUSHES, SETTINGS, SIGNS

Breach = tuple[str, str]
"""The path of a field, and a sentence of what is wrong with it."""

_KEY = re.compile(r"[-a-zA-Z0-9_]+")
_LIBRARY_ID = re.compile(r"[a-z]\.[a-z0-9_]+")
_LONGEST = {
    "key": 80,
    "name": 200,
    "domain": 40,
    "library_id": 40,
    "display_unit": 40,
    "counted_in": 80,
    "licence": 200,
}
_NEEDED_BY_LIBRARY = ("library_id", "settings", "counted_in", "source", "contributing_teams", *LIBRARY_WORDS)
_NAMED_AFTER = (
    "“%s” is the name of a programme, and an approximation never carries one; "
    "say what is counted, and name the programme's measure under standards"
)
_WITH_CASES = ("proportion", "ratio", "rate")


def measure_breaches(spec: MeasureSpec) -> Iterator[Breach]:
    """Everything that is wrong with the definition of a measure, in the order of its fields."""
    yield from _names(spec)
    yield from _words(spec)
    yield from _chart(spec)
    yield from _numbers(spec)
    yield from _standards(spec)
    yield from _library_fields(spec)


def link_breaches(spec: LinkSpec) -> Iterator[Breach]:
    """What is wrong with an influence link by itself."""
    yield from _unknown("sign", spec.sign, SIGNS)
    yield from _unknown("grade", spec.grade, GRADES)
    if len(spec.delay_days) != 2 or not 0 <= spec.delay_days[0] <= spec.delay_days[1]:
        yield "delay_days", "two numbers of days are needed, the least and the most"
    if spec.lead == spec.lag:
        yield "lag", "a measure cannot lead itself"
    if spec.is_contested and not spec.note:
        yield "note", "a contested link needs its caveat"
    if not spec.source:
        yield "source", "where it comes from is missing"


def trade_off_breaches(spec: TradeOffSpec) -> Iterator[Breach]:
    """What is wrong with a trade-off by itself."""
    yield from _unknown("push_good", spec.push_good, PUSHES)
    yield from _unknown("guard_good", spec.guard_good, PUSHES)
    if spec.push == spec.guard:
        yield "guard", "a measure cannot guard itself"
    if not spec.mechanism:
        yield "mechanism", "how the push could do harm is missing"


def _names(spec: MeasureSpec) -> Iterator[Breach]:
    for field in ("key", "name", "definition", "numerator"):
        if not getattr(spec, field).strip():
            yield field, "it is empty"
    if spec.key and not _KEY.fullmatch(spec.key):
        yield "key", f"{spec.key!r} may hold only letters, digits, - and _"
    for field, longest in _LONGEST.items():
        if len(getattr(spec, field)) > longest:
            yield field, f"it has more than {longest} characters"
    if spec.conformance == "approximation":
        for field in ("name", "display_unit"):
            if programme := programme_in(getattr(spec, field)):
                yield field, _NAMED_AFTER % programme


def _words(spec: MeasureSpec) -> Iterator[Breach]:
    if spec.tier or not _KEY.fullmatch(spec.domain):
        yield from _unknown("domain", spec.domain, DOMAINS)
    for field, known in MEASURE_WORDS.items():
        yield from _unknown(field, getattr(spec, field), known)
    for field, known in LIBRARY_WORDS.items():
        if getattr(spec, field):
            yield from _unknown(field, getattr(spec, field), known)
    for number, setting in enumerate(spec.settings):
        yield from _unknown(f"settings[{number}]", setting, SETTINGS)


def _chart(spec: MeasureSpec) -> Iterator[Breach]:
    suited = suited_charts(spec.scoring, spec.grain)
    if spec.judged_on and spec.judged_on not in suited:
        yield "judged_on", chart_sentence(spec.judged_on, spec.scoring, spec.grain)


def _numbers(spec: MeasureSpec) -> Iterator[Breach]:
    if spec.scoring in _WITH_CASES and not spec.denominator.strip():
        yield "denominator", f"a {spec.scoring} needs one"
    if spec.bounded and spec.scoring != "proportion":
        yield "bounded", "only a proportion is bounded"
    if spec.bounded and spec.may_pass_one:
        yield "may_pass_one", "what is bounded cannot pass 1"
    if spec.roll_up == "ratio_of_sums" and not spec.denominator.strip():
        yield "roll_up", "ratio_of_sums needs a denominator; say sum or none"
    if not (math.isfinite(spec.multiplier) and spec.multiplier > 0):
        yield "multiplier", "it must be above 0"
    if spec.display_unit == "%" and spec.multiplier != 100:
        yield "multiplier", "it is 100 where figures are shown in %"
    for field, most in (("decimals", 6), ("data_lag_days", 3650), ("least_cases", 32767)):
        if not 0 <= getattr(spec, field) <= most:
            yield field, f"it must lie between 0 and {most}"


def _standards(spec: MeasureSpec) -> Iterator[Breach]:
    for number, standard in enumerate(spec.standards):
        place = f"standards[{number}]"
        if not standard.id.strip() or not standard.steward.strip():
            yield place, "an identifier and its steward are needed"
        yield from _unknown(f"{place}.evidence", standard.evidence, EVIDENCE)
    if spec.conformance == "certified" and not spec.standards:
        yield "standards", "a certified measure names what it is certified for"


def _library_fields(spec: MeasureSpec) -> Iterator[Breach]:
    if spec.library_id and not _LIBRARY_ID.fullmatch(spec.library_id):
        yield "library_id", f"{spec.library_id!r} is not like q.readmit30"
    if not spec.tier:
        return
    for field in _NEEDED_BY_LIBRARY:
        if not getattr(spec, field):
            yield field, "a measure of the library needs it"
    if spec.library_id and spec.library_id.partition(".")[2] != spec.key:
        yield "key", f"a measure of the library is called as its id says, {spec.library_id.partition('.')[2]!r}"


def _unknown(field: str, word: str, known: tuple[str, ...]) -> Iterator[Breach]:
    if word not in known:
        yield field, f"{word!r} is not one of {', '.join(known)}"
