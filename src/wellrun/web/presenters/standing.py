"""Who looks at a measure, and what a forum looks at."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.measures.models import MeasureVersion
from wellrun.reviews.models import Forum
from wellrun.reviews.visibility import visible_forums
from wellrun.web.presenters.plans.initiative import Line
from wellrun.web.presenters.reviews.cadence import cadence_words


def forums_to_choose(user: User) -> QuerySet[Forum]:
    """The forums whose agenda the reader may change: those they see, chair or administer."""
    theirs = granted_unit_ids(user, Permission.CHAIR, Permission.ADMINISTER)
    rows = visible_forums(user).filter(unit__in=theirs, retired_on__isnull=True)
    return rows.select_related("unit").order_by("name", "unit__name")


def forum_lines(user: User, version: MeasureVersion) -> list[Line]:
    """The forums before which a measure comes; it is taken off those on whose agenda it stands by name. Two queries."""
    named = Q(measures=version.measure) | Q(domains__key=version.measure.domain)
    rows = visible_forums(user).filter(named, retired_on__isnull=True).select_related("unit").distinct()
    standing = set(rows.filter(measures=version.measure).values_list("pk", flat=True))
    theirs = set(forums_to_choose(user).values_list("pk", flat=True))
    return [_forum_line(one, one.pk in standing, one.pk in theirs) for one in rows.order_by("tier", "name")]


def measures_to_choose(forum: Forum) -> list[tuple[str, str]]:
    """The measures that do not stand on its agenda by name, with what they are called; one query."""
    rows = MeasureVersion.objects.filter(current=True, measure__retired_on__isnull=True)
    rows = rows.exclude(measure__in=forum.measures.all()).order_by("name")
    return list(rows.values_list("measure__key", "name"))


def measure_lines(forum: Forum) -> list[Line]:
    """The measures that stand on its agenda by name; one query."""
    rows = MeasureVersion.objects.filter(current=True, measure__in=forum.measures.all()).order_by("name")
    return [Line(name, "", key) for name, key in rows.values_list("name", "measure__key")]


def _forum_line(forum: Forum, is_standing: bool, is_theirs: bool) -> Line:
    words = {"forum": forum.name, "unit": forum.unit.name, "often": cadence_words(forum)}
    if is_standing:
        return Line(_("%(forum)s, %(unit)s: %(often)s.") % words, "", forum.key if is_theirs else "")
    return Line(_("%(forum)s, %(unit)s: %(often)s, because of its domain.") % words, "", "")
