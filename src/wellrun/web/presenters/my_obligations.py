"""What one's posts answer for by a day that is near or past."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.queries import granted_unit_ids
from wellrun.organisation.models import Post
from wellrun.strategy.models import Obligation
from wellrun.web import dates
from wellrun.web.frame import Frame


@dataclass(frozen=True)
class OwnObligation:
    """One of them, with where one says that it is met."""

    title: str
    href: str
    meet_href: str
    about: str
    due: str
    overdue: bool


def own_obligations(frame: Frame, posts: Iterable[Post]) -> list[OwnObligation]:
    """Those of the posts that are within their days of notice or overdue, the nearest day first; one query."""
    rows = Obligation.objects.filter(
        owner__in=[post.pk for post in posts],
        unit__in=granted_unit_ids(frame.user),
        met_on__isnull=True,
        retired_on__isnull=True,
    ).select_related("unit")
    near = [one for one in rows.order_by("due", "key") if one.due - timedelta(days=one.notice_days) <= frame.today]
    return [
        OwnObligation(
            title=one.title,
            href=reverse("obligation", args=[one.unit.key, one.key]),
            meet_href=reverse("obligation_meet", args=[one.unit.key, one.key]),
            about=_("%(regulator)s, %(clause)s") % {"regulator": one.regulator, "clause": one.clause},
            due=dates.due_words(one.due, frame.today),
            overdue=one.due < frame.today,
        )
        for one in near
    ]
