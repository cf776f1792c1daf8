"""A whole plan as one frozen value: what a plan file, or a folder of them, says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from wellrun.library.definition import MeasureSpec
from wellrun.plans.specs import (
    ForumSpec,
    LimitSpec,
    LinkSpec,
    ObligationSpec,
    PlanSpec,
    PostSpec,
    TargetSpec,
    TradeOffSpec,
)

SITE_PARTS = ("measures", "posts", "targets", "limits", "links", "trade_offs", "obligations", "forums")
"""What a file may say beside the plan. These belong to the site, whichever plan is in force."""


@dataclass(frozen=True)
class PlanDocument:
    """One cycle's plan with what it stands on.

    `as_of` is the day it was true; `base` is the digest of what it was exported from (see `plans.write`). `says`
    names the parts of the site that the file speaks of: one that is absent is left as it is, one that is there and
    empty asks for none.
    """

    plan: PlanSpec
    as_of: date | None = None
    base: str = ""
    measures: tuple[MeasureSpec, ...] = ()  # of one's own, those that no library knows
    posts: tuple[PostSpec, ...] = ()
    targets: tuple[TargetSpec, ...] = ()
    limits: tuple[LimitSpec, ...] = ()
    links: tuple[LinkSpec, ...] = ()
    trade_offs: tuple[TradeOffSpec, ...] = ()
    obligations: tuple[ObligationSpec, ...] = ()
    forums: tuple[ForumSpec, ...] = ()
    says: frozenset[str] = field(default=frozenset(SITE_PARTS), compare=False)
