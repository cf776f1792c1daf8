"""What an item says of itself: the same sentences as on the pages, each with what it is about."""

from __future__ import annotations

from typing import Any, Literal, cast

from wellrun.api.schemas.fields import Answered
from wellrun.insight import sentences
from wellrun.insight.found_by import found_by_sentence

About = Literal[
    "what_changed",
    "found_by",
    "aim",
    "scope",
    "role",
    "linked",
    "coverage",
    "data",
    "choice",
    "old_change",
    "then_and_now",
    "answers_for_it",
]


class SentenceOut(Answered):
    """One sentence, in the caller's language, made from the facts as they stood when the item was raised."""

    about: About
    text: str


def sentences_of(facts: dict[str, Any]) -> list[SentenceOut]:
    """The sentences of an item's facts, the first one saying what happened; none where no facts were written down."""
    known = cast(Any, _innermost(facts))
    said: list[tuple[About, str]] = []
    if "side" in known:
        said += [("what_changed", sentences.what_changed(known)), ("found_by", found_by_sentence(known))]
        said += [("aim", sentences.aim_sentence(known))]
        said += [("scope", sentences.scope_sentence(known))]
        said += [("role", sentences.role_sentence(role)) for role in known.get("roles", ())]
        said += [("linked", sentences.linked_sentence(one)) for one in known.get("linked", ())]
        said += [("coverage", sentences.coverage_sentence(known)), ("data", sentences.data_sentence(known))]
    elif "signals" in known:
        said += [("what_changed", sentences.long_standing_sentence(known))]
        said += [("choice", sentences.long_standing_choice())]
        said += [("old_change", sentences.old_change_sentence(change)) for change in known["signals"]]
    elif "not_capable" in known:
        said += [("what_changed", sentences.not_capable_sentence(known)), ("aim", sentences.redesign_sentence(known))]
        said += [("data", sentences.data_sentence(known))]
    elif "then" in known:
        said += [("what_changed", sentences.look_back_sentence(known))]
        said += [("then_and_now", sentences.then_and_now_sentence(known))]
    elif "initiative" in known:
        said += [("what_changed", sentences.silent_sentence(known))]
    elif "silent_days" in known:
        said += [("what_changed", sentences.stalled_sentence(known))]
    elif "obligation" in known:
        said += [("what_changed", sentences.obligation_sentence(known))]
        said += [("answers_for_it", sentences.obligation_answer(known))]
    return [SentenceOut(about=about, text=text) for about, text in said if text]


def _innermost(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of what was found, below whatever handed it up."""
    while isinstance(facts.get("facts"), dict):
        facts = facts["facts"]
    return facts
