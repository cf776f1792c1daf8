"""The one error a person caused and can mend; everything else is our bug and surfaces loudly."""

from __future__ import annotations

from typing import Any


class UserError(Exception):
    """A refusal with a stable `code` and a sentence that a manager understands.

    Interfaces translate it once: form message, problem JSON, exit code, tool error.
    `params` carries the facts of the sentence (a date, a row) for programs.
    """

    status = 400

    def __init__(self, code: str, sentence: str, **params: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.params = params


class NotFound(UserError):
    """What is absent and what is outside the caller's subtree answer alike."""

    status = 404


class Refused(UserError):
    """The caller sees the thing and may not do this to it."""

    status = 403


class Conflict(UserError):
    """The thing changed, or stands in a state that does not allow this."""

    status = 409
