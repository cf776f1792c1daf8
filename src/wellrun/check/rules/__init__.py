"""The rules, a family a file. Importing this package registers them all."""

from wellrun.check.rules import (
    actions,
    choices,
    focus,
    initiatives,
    measures,
    objectives,
    obligations,
    ownership,
    privacy,
    quarters,
    reviews,
    rights,
)

__all__ = [
    "actions",
    "choices",
    "focus",
    "initiatives",
    "measures",
    "objectives",
    "obligations",
    "ownership",
    "privacy",
    "quarters",
    "reviews",
    "rights",
]
