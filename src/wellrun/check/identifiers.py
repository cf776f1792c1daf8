"""What in a free text may tell who a patient is, or is copied from a safety-event system. Patterns only.

A number alone is a figure; it becomes an identifier by its check digit or by the word before it. A pattern that
misses is dangerous and one that fires on every figure is ignored, so each has its near misses in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

_TEN_DIGITS = re.compile(r"(?<!\d)(?<!\d[.,-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?!\d|[.,-]\d)")
_NHS_WEIGHTS = range(10, 1, -1)
_DATE = (
    r"(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|"
    r"\d{1,2}(st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{2,4}|"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2},? \d{4})"
)
_BIRTH = re.compile(rf"\b(d\.?\s?o\.?\s?b\b\.?|date of birth|birth ?date|born( on)?)[\s:,(]*{_DATE}", re.IGNORECASE)
_RECORD = re.compile(
    r"\b(mrn|medical record|hospital|patient|health record|nhs)\s*(number|no\b\.?|num|nr|id|#)?\s*[:#=]?\s*"
    r"(?P<number>[A-Z]{0,3}\d{5,10})(?![\d.,-]*\d|%|\s*%)",
    re.IGNORECASE,
)
_RECORD_WORD = re.compile(r"\bmrn\b|\b(number|no\b|num|nr|id|#)", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w.,+-])("
    r"\+\d{1,3}[ .-]?\(?\d{1,5}\)?([ .-]?\d{2,4}){2,4}"  # with a country
    r"|\((?:0\d{2,4}|[2-9]\d{2})\) ?\d{3,4}[ .-]?\d{3,4}"  # with its area in brackets
    r"|[2-9]\d{2}[.-][2-9]\d{2}[.-]\d{4}"  # as in North America
    r"|0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}"  # with a leading zero, in groups
    r"|0[1-9]\d{9}"  # the same without groups
    r")(?![\w-]|[.,]\d)"
)
_CALLED = re.compile(
    r"\b(tel|telephone|phone|mobile|cell|call|ring)\b\.?(\s+(him|her|them|on|at|no|number))*[\s:]*\d{7,12}\b", re.I
)

_NAME = r"[A-Z][a-z'’]+(?:-[A-Z][a-z]+)?"
_WHOLE_NAME = rf"{_NAME} {_NAME}"
_NAMED = re.compile(
    r"\b(?:[Pp]atients?(?:’s|'s)? names?(?: is| are)?|[Pp]atients? (?:named|called)|[Pp]t\.? name)[\s:]+"
    rf"({_WHOLE_NAME})"
)
_LISTED = re.compile(
    rf"\b[Pp](?:atien)?ts?(?: are| were| list)?\s*:\s*({_WHOLE_NAME}(?:\s*(?:,|;|\n|/|\band\b)\s*{_WHOLE_NAME})+)"
)
_AGED = re.compile(rf"\b({_WHOLE_NAME}|[A-Z]{{2,}}, {_NAME}),? \(?\d{{1,3}} ?(?:yo\b|y/o|yrs?\b|years? old|[MF]\b)")
_HEADING_WORDS = (
    "acute admission admissions adult ambulance bed beds board cancer care cardiac case centre center children clinic "
    "clinical community critical day department diagnostics discharge east elderly elective emergency flow general "
    "group health home hospital hub intensive long management maternity medical medicine mental north nursing older "
    "outpatient outpatients pathway patient patients pharmacy planned primary quality recovery rehabilitation review "
    "safety same service services short social south stay stroke surgery surgical team theatre therapy transfer "
    "transport trauma treatment unit urgent waiting ward west women"
)
_ORDINARY: Final = frozenset(_HEADING_WORDS.split())
"""Words that begin with a capital in a hospital's headings and are nobody's name."""

_STRONG = re.compile(
    r"patient safety work product|\bPSWP\b|\bPSQIA\b|42 C\.?F\.?R\.? (part )?3\b|privileged (and|&) confidential|"
    r"peer[- ]review privileged?|protected under (state )?peer review",
    re.IGNORECASE,
)
_HEADINGS = re.compile(
    r"^\W*(root causes?|contributing factors?|contributory factors?|event (description|narrative|summary|id)|"
    r"incident (description|narrative|number|id)|sequence of events|timeline of (the )?event|harm (score|level)|"
    r"level of harm|five whys|causal factors?|risk reduction strateg(y|ies)|corrective actions?)\b[^.\n]{0,40}[:#]",
    re.IGNORECASE | re.MULTILINE,
)


def identifiers_in(text: str) -> tuple[str, ...]:
    """What kinds of identifier a text holds, each once: "NHS number", "record number", ..."""
    return tuple(kind for kind, there in _KINDS.items() if there(text))


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits end in the check digit of an NHS number (modulus 11)."""
    if len(digits) != 10 or not digits.isdigit() or len(set(digits)) == 1:
        return False
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_NHS_WEIGHTS, digits[:9], strict=True)) % 11
    return (0 if rest == 11 else rest) == int(digits[9])


def safety_markers_in(text: str, headings: int = 2) -> tuple[str, ...]:
    """What shows that a text comes from a safety-event system: a legal mark, or several headings of its form."""
    if strong := _STRONG.search(text):
        return (strong[0],)
    found = tuple(dict.fromkeys(match[1].lower() for match in _HEADINGS.finditer(text)))
    return found if len(found) >= headings else ()


def _has_nhs_number(text: str) -> bool:
    return any(is_nhs_number(found[1] + found[3] + found[4]) for found in _TEN_DIGITS.finditer(text))


def _has_record_number(text: str) -> bool:
    return any(
        _RECORD_WORD.search(found[0][: found.start("number") - found.start()]) for found in _RECORD.finditer(text)
    )


def _has_phone(text: str) -> bool:
    return any(not _is_date(found[0]) for found in _PHONE.finditer(text)) or bool(_CALLED.search(text))


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}[ .-]\d{2}[ .-]\d{2}|\d{2}[ .-]\d{2}[ .-]\d{4}", text))


def _names(text: str) -> Iterator[str]:
    for pattern in (_NAMED, _LISTED, _AGED):
        for found in pattern.finditer(text):
            yield from re.findall(rf"{_WHOLE_NAME}|[A-Z]{{2,}}, {_NAME}", found[1])


def _has_names(text: str) -> bool:
    return any(not _ORDINARY.intersection(re.split(r"[ ,]+", name.lower())) for name in _names(text))


_KINDS: Final[dict[str, Callable[[str], bool]]] = {
    "an NHS number": _has_nhs_number,
    "a record number": _has_record_number,
    "a date of birth": lambda text: bool(_BIRTH.search(text)),
    "a phone number": _has_phone,
    "names of patients": _has_names,
}
