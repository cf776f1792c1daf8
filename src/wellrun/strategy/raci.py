"""Who answers, does, is asked and is told: what one team or post cannot be at once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellrun.lib.errors import UserError
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post
from wellrun.strategy.models import Contributor, Objective

Part = Contributor.Part


def refuse_asked_owner(objective: Objective, owner: Post | None) -> None:
    """Pass, or say why a post cannot be the one accountable: it is asked or told as a team of the same objective.

    Raises `accountable_already`.
    """
    if owner is None or owner.pk == objective.owner_id:
        return
    asked = objective.contributors.filter(post=owner).exclude(part=Part.RESPONSIBLE).first()
    if asked is None:
        return
    words = {"post": owner.title, "team": asked.team}
    sentence = _(
        "“%(post)s” is only asked or told here, for “%(team)s”. Who answers for it all may be responsible for a part: "
        "change that part first, or choose another owner."
    )
    raise UserError("accountable_already", sentence % words, post=owner.key)


def refuse_wrong_part(objective: Objective, part: str, post: Post | None, handoff: Measure | None) -> None:
    """Pass, or say why a team cannot take part in this way.

    The owner is the one accountable: it may also do a part, and is not asked or told about its own objective.
    Who is only told hands nothing on. Raises `part_unknown`, `accountable_already`, `informed_hands_nothing_on`.
    """
    if part not in Part.values:
        raise UserError("part_unknown", _("A team is responsible for a part, consulted, or informed."), part=part)
    if part != Part.RESPONSIBLE and post is not None and post.pk == objective.owner_id:
        words = {"post": post.title}
        raise UserError(
            "accountable_already",
            _("“%(post)s” answers for the whole objective: it may be responsible for a part, and is not asked or told.")
            % words,
            post=post.key,
        )
    if part == Part.INFORMED and handoff is not None:
        raise UserError(
            "informed_hands_nothing_on",
            _("A team that is only informed hands nothing on: make it responsible, or name no hand-off measure."),
        )
