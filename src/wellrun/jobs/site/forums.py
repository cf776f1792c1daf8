"""The standing meetings and their members."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from wellrun.accounts.models import User
from wellrun.demo.site import Site
from wellrun.execution.permission import Doer
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.plans.specs import ForumSpec
from wellrun.reviews.actions import add_forum
from wellrun.reviews.models import Forum
from wellrun.strategy.models import Domain


def load_forums(site: Site, *, by: Doer) -> None:
    """The forums that are missing."""
    known = set(Forum.objects.values_list("key", flat=True))
    for spec in site.forums:
        if spec.key not in known:
            _add(spec, by)


def _add(spec: ForumSpec, by: Doer) -> None:
    posts = {post.key: post for post in Post.objects.filter(key__in={spec.chair, spec.sponsor})}
    add_forum(
        key=spec.key,
        name=spec.name,
        unit=Unit.objects.get(key=spec.unit),
        tier=spec.tier,
        cadence=spec.cadence,
        first_start=local_moment(spec.first_start, spec.time_zone),
        chair=posts[spec.chair],
        sponsor=posts[spec.sponsor],
        minutes=spec.minutes,
        time_zone=spec.time_zone,
        domains=Domain.objects.filter(key__in=spec.domains),
        measures=Measure.objects.filter(key__in=spec.measures),
        members=User.objects.filter(username__in=spec.members),
        restricted=spec.restricted,
        false_alarms_a_month=spec.false_alarms_a_month,
        by=by,
    )


def local_moment(moment: datetime, zone: str) -> datetime:
    """The moment with its offset: a time without one is wall time in the forum's zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
