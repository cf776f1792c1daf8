"""The licence rule: what only approximates a programme's measure never carries the programme's name.

The names are those of measurement programmes, their stewards and their surveys. Several are registered marks whose
commercial use needs a licence (HEDIS is one), and a figure under an official name is taken for the official figure.
"""

from __future__ import annotations

import re

PROGRAMMES = (
    "AHRQ",
    "CAHPS",
    "CBE",
    "CG-CAHPS",
    "CMS",
    "CPT",
    "DNV",
    "HCAHPS",
    "HEDIS",
    "HFMA",
    "HL7",
    "HSMR",
    "Joint Commission",
    "Leapfrog",
    "MAP Key",
    "MAP Keys",
    "Maslach",
    "Medicaid",
    "Medicare",
    "Mini-Z",
    "MIPS",
    "MSSP",
    "NCQA",
    "NDNQI",
    "NHS",
    "NHSE",
    "NHSN",
    "NQF",
    "OSHA",
    "PQA",
    "Press Ganey",
    "SHMI",
    "Star Rating",
    "Star Ratings",
    "Vizient",
)
_LONGEST_FIRST = "|".join(re.escape(name) for name in sorted(PROGRAMMES, key=len, reverse=True))
_NAMED = re.compile(rf"(?<![A-Za-z0-9])({_LONGEST_FIRST})(?![a-z0-9])", re.IGNORECASE)


def programme_in(text: str) -> str:
    """The first programme that a name or label mentions, as it is written there; empty when there is none."""
    found = _NAMED.search(text.replace("_", " "))
    return found[1] if found else ""
