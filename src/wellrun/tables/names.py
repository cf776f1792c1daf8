"""The names a file may use, and the nearest to one that it may not."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

# A look for the nearest of ten thousand names takes a tenth of a second.
MOST_OFFERED = 10
# Of the letters of both; below it, names of three letters would be offered for one another.
NEAR = 0.7
# They are counted as letters or marks, and nothing of them is seen.
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_VARIATIONS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@dataclass(frozen=True)
class KnownNames:
    """Keys with what people call them."""

    titles: Mapping[str, str]

    def __contains__(self, name: object) -> bool:
        return name in self.titles

    def nearest(self, name: str) -> str | None:
        """The key that was probably meant: one that reads alike but for case and blanks, or nearly so."""
        wanted = _plain(name)
        if wanted in self._readings:
            return self._readings[wanted]
        close = difflib.get_close_matches(wanted, self._readings, n=1, cutoff=NEAR)
        return self._readings[close[0]] if close else None

    @cached_property
    def _readings(self) -> dict[str, str]:
        """Every key by what it is called and by itself; a key wins over another one's title."""
        by_title = {_plain(title): key for key, title in self.titles.items() if title}
        return by_title | {_plain(key): key for key in self.titles}


def sentence_of_unknown(field: str, name: str, offered: str | None) -> str:
    """`there is no unit “rjw”; did you mean “RWJ”?`"""
    asked = f"; did you mean “{offered}”?" if offered else ""
    return f"there is no {field} “{name}”{asked}"


def cleaned(name: str) -> str:
    """A name as it is kept: letters composed, every kind of blank a plain one, none at its ends."""
    if name.isascii():
        return name.strip()
    composed = unicodedata.normalize("NFC", name)
    return "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in composed).strip()


def unseen_in(name: str) -> str:
    """The first letter of a name that nobody can see, as `U+200B`; empty where there is none."""
    if name.isascii() and name.isprintable():
        return ""
    return next((f"U+{ord(letter):04X}" for letter in name if _is_unseen(letter)), "")


def sentence_of_unseen(name: str) -> str:
    """Why such a name is refused."""
    return f"“{_seen(name)}” holds a character that cannot be seen ({unseen_in(name)}): type the name anew"


def _seen(name: str) -> str:
    kept = "".join(letter for letter in name if not _is_unseen(letter))
    return f"{kept[:37]}..." if len(kept) > 40 else kept


def _is_unseen(letter: str) -> bool:
    if unicodedata.category(letter) in _UNSEEN or letter in _BLANK_LETTERS:
        return True
    return any(ord(letter) in among for among in _VARIATIONS)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())
