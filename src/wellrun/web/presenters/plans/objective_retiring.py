"""What hangs on an objective that is to be retired."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.execution.models import Action, Initiative
from wellrun.strategy.models import Objective, ObjectiveParent


def hanging_on(user: User, objective: Objective) -> list[str]:
    """One sentence for each kind of thing that loses it; six queries. Says so where nothing does.

    What is outside the user's units is counted and not named.
    """
    initiatives = objective.initiatives.filter(status__in=Initiative.UNDER_WAY).count()
    actions = Action.objects.filter(status__in=Action.OPEN, objective=objective).count()
    quarters = objective.slices.filter(closed_at__isnull=True).count()
    counted = [
        (ngettext("%(n)d initiative for it is planned or under way.",
                  "%(n)d initiatives for it are planned or under way.", initiatives), initiatives),
        (ngettext("%(n)d open action is for it.", "%(n)d open actions are for it.", actions), actions),
        (ngettext("%(n)d quarter of it is not closed.", "%(n)d quarters of it are not closed.", quarters), quarters),
    ]  # fmt: skip
    said = [*_served(user, objective), *(sentence % {"n": n} for sentence, n in counted if n)]
    return said or [_("Nothing hangs on it.")]


def _served(user: User, objective: Objective) -> list[str]:
    """How many serve it, and which of them would serve nothing then."""
    links = ObjectiveParent.objects.filter(child__retired_on__isnull=True, parent__retired_on__isnull=True)
    title_of = dict(links.filter(parent=objective).values_list("child_id", "child__title"))
    if not title_of:
        return []
    elsewhere = set(links.filter(child__in=title_of).exclude(parent=objective).values_list("child_id", flat=True))
    seen = set(Objective.objects.filter(pk__in=title_of, unit__in=granted_unit_ids(user)).values_list("pk", flat=True))
    alone = sorted(title for pk, title in title_of.items() if pk in seen and pk not in elsewhere)
    count = ngettext("%(n)d objective serves it.", "%(n)d objectives serve it.", len(title_of)) % {"n": len(title_of)}
    if not alone:
        return [count]
    titles = ", ".join(f"“{title}”" for title in alone)
    return [count, _("These would serve nothing above them any more: %(titles)s.") % {"titles": titles}]
