"""Someone in every post: accounts named after the post they hold, no invented people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from wellrun.demo.read import Parts
from wellrun.demo.site import GrantSpec, SignInSpec
from wellrun.plans.specs import PostSpec


def with_holders(parts: Parts, vacant: Collection[str] = ()) -> Parts:
    """`parts` with an account for each post that nobody holds, but for the `vacant` ones; a chair's may chair."""
    held = {post for person in parts.sign_ins for post in person.holds}
    chairs = {forum.chair for forum in parts.forums}
    added = (
        _holder(post, "chair" if post.key in chairs else "contributor")
        for post in parts.posts
        if post.key not in held and post.key not in vacant
    )
    return replace(parts, sign_ins=(*parts.sign_ins, *added))


def _holder(post: PostSpec, level: str) -> SignInSpec:
    return SignInSpec(
        username=post.key,
        display_name=post.title,
        persona="Holder of a post",
        holds=(post.key,),
        grants=(GrantSpec(post.unit, level),),
        shown=False,
    )
