"""What several places of a site have alike, made out for each and added to the parts of its folder."""

from __future__ import annotations

from dataclasses import replace

from wellrun.demo.read import Parts
from wellrun.lib.plain import Plain
from wellrun.plans.places import made_out
from wellrun.plans.specs import ForumSpec, ObjectiveSpec, PostSpec


def make_out(parts: Parts, templates: Plain) -> Parts:
    """`parts` with the posts, objectives and forums of every place added, in the order of the places."""
    objectives = (*parts.plan.objectives, *made_out(ObjectiveSpec, "objectives", templates))
    return replace(
        parts,
        posts=(*parts.posts, *made_out(PostSpec, "posts", templates)),
        plan=replace(parts.plan, objectives=objectives),
        forums=(*parts.forums, *made_out(ForumSpec, "forums", templates)),
    )
