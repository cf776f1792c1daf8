"""A password from a person or a pipe, and never from an argument, which others on the machine could read."""

from __future__ import annotations

import sys
from getpass import getpass

from wellrun.lib.errors import UserError


def read_password(whose: str) -> str:
    """Asked twice on a terminal, else the first line of the standard input.

    Raises `password_missing`, `passwords_differ`.
    """
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        given = getpass(f"Password for {whose}: ")
        if given and getpass("The same again: ") != given:
            raise UserError("passwords_differ", "The two are not the same: nothing was changed.")
    if not given:
        raise UserError("password_missing", "No password was given: type one, or send it on the standard input.")
    return given
