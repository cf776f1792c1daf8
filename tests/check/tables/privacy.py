"""Nobody can be recognised, and nothing privileged is copied out. Names are letters of the radio alphabet."""

from __future__ import annotations

from tests.check.models import a_model
from tests.check.rows import Row
from wellrun.check.facts import CellFacts, ModelFacts, NoteFacts

IDENTIFIERS = {
    "an NHS number in groups": "Seen again: 943 476 5919.",
    "an NHS number in one": "9434765919 came back twice",
    "an NHS number with hyphens": "(943-476-5919)",
    "an NHS number whose check digit is 0": "number 999 000 0050",
    "a record number": "MRN 00482913 waited nine hours",
    "a record number with a colon": "mrn: A1234567",
    "a hospital number": "hospital no. 482913, bed 4",
    "a patient id": "patient ID #4829137",
    "a date of birth": "DOB 04/11/1962, fell on the ward",
    "a date of birth in words": "born on 4 November 1962",
    "a date of birth as a computer writes it": "date of birth: 1962-11-04",
    "a phone with its country": "family on +44 20 7946 0018",
    "a phone in brackets": "call (020) 7946 0018",
    "a phone as in North America": "212-555-0199 answers after noon",
    "a phone without groups": "ring 07700900123",
    "a named patient": "The patient named Alpha Bravo was moved twice",
    "a patient's name": "Patient name: Charlie Delta",
    "a list of patients": "Patients: Alpha Bravo, Charlie Delta and Echo Foxtrot",
    "a name with an age": "Golf Hotel (84F) waited for transport",
    "a surname in capitals with an age": "INDIA, Juliett, 77 yo",
}
HARMLESS = {
    "nothing": "",
    "a sentence": "Twelve beds were closed for two days; the mean stay rose from 5.1 to 6.3 days.",
    "ten digits that are no NHS number": "order 9434765918 for the pump",
    "ten equal digits": "0000000000",
    "a large figure": "9,434,765,919 pounds over ten years",
    "a share": "0.9434765919 of all cases",
    "an NHS number inside a longer one": "19434765919",
    "the word alone": "The MRN was missing in 12 % of forms",
    "counts of patients": "Patients 12000 to 13000 a month, hospital 48291 episodes",
    "a percentage after the word": "NHS number complete in 99 %",
    "a period": "From 2025-01-31 to 2025-03-31, and 01/04/2025 to 30/06/2025",
    "a date that is no birth": "The ward was reborn in May: opened 04/11/2024",
    "births are counted": "Babies born in 2024: 3,120",
    "an extension": "ext 4521, bleep 2233",
    "a range of years": "2019-2024",
    "pages of a journal": "142 (2008) 698-714",
    "a code of a diagnosis": "I21.4, Z03.89, E11.65",
    "figures with hyphens": "0-10-20 rule; 100-200-3000 beds",
    "a month and a figure": "2024-10 1234 5678",
    "who works there": "Dr Patel and the ward manager agree",
    "a heading": "Patient Flow Board: Acute Medicine and Emergency Care",
    "a list of units": "Patients: Acute Medicine, Elective Surgery, Critical Care",
    "an age band": "Adults 65 years old and over",
    "a time": "At 08:30 and 0830, bays 101-104",
}
PRIVILEGED = {
    "its legal name": "Attached is Patient Safety Work Product of last week.",
    "its law": "Protected under 42 CFR Part 3.",
    "its stamp": "PRIVILEGED AND CONFIDENTIAL: do not copy.",
    "two headings of its form": "Event description: a fall at night.\nRoot cause: the rail was down.",
    "two headings in a list": "- Contributing factors: staffing\n- Harm level: moderate",
}
UNPRIVILEGED = {
    "it is asked for": "We ask for a root cause analysis of late transport.",
    "one heading": "Contributing factors: late transport, no porter at weekends.",
    "one heading twice": "Root cause: transport.\nRoot cause: porters.",
    "words inside a sentence": "The harm level and the event summary are in the safety system: see there.",
    "confidential by itself": "This is confidential until the board has met.",
    "nothing": "",
}


def note(text: str) -> ModelFacts:
    return a_model(notes=(NoteFacts("n", "the reason of a decision", text),))


def cell(
    count: int | None, *, hidden: bool = False, least: float | None = None, most: float | None = None
) -> ModelFacts:
    return a_model(cells=(CellFacts("Ward 4, falls", count, hidden, 11, least, most),))


ROWS = [
    *(Row("PRV-01", what, note(text), "hit") for what, text in IDENTIFIERS.items()),
    *(Row("PRV-01", what, note(text), "clear") for what, text in HARMLESS.items()),
    Row("PRV-02", "ten in sight", cell(10), "hit"),
    Row("PRV-02", "eleven in sight", cell(11), "clear"),
    Row("PRV-02", "nought in sight", cell(0), "clear"),
    Row("PRV-02", "one in sight", cell(1), "hit"),
    Row("PRV-02", "hidden, and could be any small count", cell(None, hidden=True, least=0, most=40), "clear"),
    Row("PRV-02", "hidden, and just any small count", cell(None, hidden=True, least=1, most=10), "clear"),
    Row("PRV-02", "hidden, and known to be under five", cell(None, hidden=True, least=1, most=4), "hit"),
    Row("PRV-02", "hidden, and known exactly", cell(3, hidden=True, least=3, most=3), "hit"),
    Row("PRV-02", "hidden for another's sake, within a wide range", cell(40, hidden=True, least=30, most=41), "clear"),
    Row("PRV-02", "hidden for another's sake, within a narrow one", cell(40, hidden=True, least=31, most=41), "hit"),
    Row("PRV-02", "hidden, range not worked out", cell(3, hidden=True), "not checked"),
    Row("PRV-02", "in sight, count not known", cell(None), "not checked"),
    *(Row("PRV-03", what, note(text), "hit") for what, text in PRIVILEGED.items()),
    *(Row("PRV-03", what, note(text), "clear") for what, text in UNPRIVILEGED.items()),
]
