"""What several places of a site have alike, made out for each and added to the parts of its folder."""

from __future__ import annotations

from dataclasses import replace

from wellrun.demo.read import Parts
from wellrun.lib.plain import Plain
from wellrun.plans.places import made_out, with_what_places_add
from wellrun.plans.specs import ForumSpec, PostSpec, TargetSpec


def make_out(parts: Parts, templates: Plain) -> Parts:
    """`parts` with what every place has added, in the order of the places."""
    return replace(
        parts,
        posts=(*parts.posts, *made_out(PostSpec, "posts", templates)),
        plan=with_what_places_add(parts.plan, templates),
        targets=(*parts.targets, *made_out(TargetSpec, "targets", templates)),
        forums=(*parts.forums, *made_out(ForumSpec, "forums", templates)),
    )
