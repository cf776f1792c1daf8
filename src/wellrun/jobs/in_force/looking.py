"""Who looks, at which unit, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from wellrun.accounts.models import User
from wellrun.organisation.models import Unit


class Looking(Protocol):
    """A page has it in its frame, a program asks by address."""

    @property
    def user(self) -> User:
        """Who looks, and sees no more than their units."""

    @property
    def unit(self) -> Unit:
        """The unit, with all below it."""

    @property
    def today(self) -> date:
        """The day at the site."""


@dataclass(frozen=True)
class Look:
    """The same without a page."""

    user: User
    unit: Unit
    today: date
