"""Decision rights: somebody may decide, one and not two, and where they work."""

from __future__ import annotations

from wellrun.check.facts import ForumFacts, ModelFacts, PlanFacts, PostFacts
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, NotChecked, Thresholds, rule

KINDS = ("spend", "staff", "start_initiative", "stop_initiative", "set_aim", "change_process", "move_capacity")
_WORDS = {
    "spend": "spending money",
    "staff": "taking on staff",
    "start_initiative": "starting an initiative",
    "stop_initiative": "stopping an initiative",
    "set_aim": "setting an aim",
    "change_process": "changing how work is done",
    "move_capacity": "moving beds or staff",
}
_NONE_RECORDED = NotChecked("No decision rights are recorded.")


@rule("DEC-01", "plan", "No post and no forum may decide on %(kinds)s.")
def nobody_may_decide(facts: ModelFacts, plan: PlanFacts, t: Thresholds) -> Answer:
    """A kind of decision that nobody has the right to, where rights are recorded at all."""
    if not facts.has_rights:
        return _NONE_RECORDED
    rights = [one.rights for one in facts.posts] + [one.rights for one in facts.forums]
    held = {right.kind for ones in rights for right in ones}
    missing = [kind for kind in KINDS if kind not in held]
    if not missing:
        return CLEAR
    kinds = ", ".join(_WORDS[kind] for kind in missing)
    return Hit({"kinds": kinds}, fix=Fix("add_right", {"kind": missing[0]}))


@rule("DEC-02", "post", "“%(post)s” and “%(other)s” may both decide on %(kind)s in “%(scope)s”, without a ceiling.")
def two_may_decide(facts: ModelFacts, post: PostFacts, t: Thresholds) -> Answer:
    """Two answers to one question; said of the post whose key comes first."""
    for right in (one for one in post.rights if one.is_unlimited):
        others = [key for key in facts.unlimited_rights.get((right.kind, right.scope), ()) if key > post.key]
        if others:
            other = facts.post[min(others)]
            where = facts.unit_name(right.scope)
            values = {"post": post.title, "other": other.title, "kind": _word(right.kind), "scope": where}
            fix = Fix("set_ceiling", {"post": other.key, "kind": right.kind, "scope": right.scope})
            return Hit(values, fix=fix)
    return CLEAR


@rule("DEC-03", "forum", "“%(name)s” reviews measures and may decide nothing about them; nor may its chair.")
def may_only_talk(facts: ModelFacts, forum: ForumFacts, t: Thresholds) -> Answer:
    """A forum that has measures before it, and no right in its unit by itself or by its chair."""
    if not forum.reviewed:
        return CLEAR
    if not facts.has_rights:
        return _NONE_RECORDED
    chair = facts.post.get(forum.chair) if forum.chair else None
    scopes = {right.scope for right in (*forum.rights, *(chair.rights if chair else ()))}
    if not scopes.isdisjoint(facts.units_above(forum.unit)):
        return CLEAR
    if scopes and forum.unit not in facts.unit_parents:
        return NotChecked("Which units lie above the forum's is not known here.")
    return Hit({"name": forum.name}, fix=Fix("add_right", {"forum": forum.key, "scope": forum.unit}))


@rule("DEC-04", "post", "“%(post)s” belongs to “%(unit)s” and may decide in “%(scope)s”.")
def beyond_its_unit(facts: ModelFacts, post: PostFacts, t: Thresholds) -> Answer:
    """A right over a unit that is neither the post's nor below it."""
    outside = [right for right in post.rights if post.unit not in facts.units_above(right.scope)]
    known = [right for right in outside if right.scope in facts.unit_parents]
    if known:
        # It may decide in its own unit instead.
        named = {"post": post.key, "kind": known[0].kind, "scope": known[0].scope, "within": post.unit}
        fix = Fix("edit_right", named)
        names = {"unit": facts.unit_name(post.unit), "scope": facts.unit_name(known[0].scope)}
        return Hit({"post": post.title, **names}, fix=fix)
    return NotChecked("Which units lie above its scope is not known here.") if outside else CLEAR


def _word(kind: str) -> str:
    return _WORDS.get(kind, kind)
