"""Small numbers in words inside a sentence: "Three of five items"."""

from __future__ import annotations

from django.utils.translation import gettext as _


def in_words(count: int) -> str:
    """One to ten in words, the rest in figures."""
    words = [
        _("none"),
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
        _("ten"),
    ]
    return words[count] if 0 <= count < len(words) else str(count)


def capital(sentence: str) -> str:
    """The sentence with a capital at its head."""
    return sentence[:1].upper() + sentence[1:]


def inside(title: str) -> str:
    """A title as it stands inside a sentence: "head of discharge", but "ED lead"."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
