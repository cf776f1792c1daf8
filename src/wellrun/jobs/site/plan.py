"""The plan of a site folder, by the same way as any plan file, in the order in which a first load needs its parts."""

from __future__ import annotations

from typing import Final

from wellrun.demo.site import Site
from wellrun.execution.permission import Doer
from wellrun.jobs.plan_code import add_missing
from wellrun.plans.document import PlanDocument
from wellrun.plans.flat import KINDS

# Accounts hold posts, so posts come before them.
_POSTS: Final = frozenset({"post", "post_right"})
# An aim that cascades is for the units that have figures, and figures score a quarter: both come after them.
_OVER_FIGURES: Final = frozenset({"target", "limit", "initiative", "action", "closing"})


def load_posts(site: Site, *, by: Doer) -> None:
    """The posts that are missing, with what they may decide."""
    add_missing(document=document_of(site), kinds=_POSTS, by=by)


def load_plan(site: Site, *, by: Doer) -> None:
    """What is missing of the plan, of forums, links, guards and obligations."""
    add_missing(document=document_of(site), kinds=frozenset(KINDS) - _POSTS - _OVER_FIGURES, by=by)


def load_aims_and_work(site: Site, *, by: Doer) -> None:
    """What is missing of aims, same-day limits, initiatives and actions in hand.

    A series that ever had an aim, or a limit on that side, keeps what people made of it; an action is known by its
    unit and title.
    """
    add_missing(document=document_of(site), kinds=_OVER_FIGURES, by=by)


def document_of(site: Site) -> PlanDocument:
    """What the folder says of the plan."""
    return PlanDocument(
        plan=site.plan,
        posts=site.posts,
        targets=site.targets,
        limits=site.limits,
        links=site.links,
        trade_offs=site.trade_offs,
        obligations=site.obligations,
        forums=site.forums,
    )
