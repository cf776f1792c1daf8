"""The parts of a document that belong to the site, whichever plan is in force."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from wellrun.library.definition import MeasureSpec
from wellrun.measures.definition_fields import spec_of
from wellrun.measures.models import MeasureVersion, Target, Trigger
from wellrun.organisation.models import DecisionRight, Post
from wellrun.plans.specs import (
    ForumSpec,
    LimitSpec,
    LinkSpec,
    ObligationSpec,
    PostSpec,
    RightSpec,
    TargetSpec,
    TradeOffSpec,
)
from wellrun.reviews.models import Forum, ForumMember, ForumRight
from wellrun.strategy.models import InfluenceLink, Obligation, TradeOff

_NOT_RETIRED = {"retired_on__isnull": True}
_IN_FORCE = {"retired_at__isnull": True}
_RIGHT = ("kind", "scope__key", "spending_ceiling", "staffing_ceiling")
_SERIES = ("series__measure__key", "series__unit__key")


def site_parts() -> dict[str, Any]:
    """Every part by its name in the file, with all measures of the site; fifteen queries."""
    return {
        "measures": site_measures(),
        "posts": posts_of(Post.objects.filter(**_NOT_RETIRED)),
        "targets": targets_of(Target.objects.filter(**_IN_FORCE)),
        "limits": _limits(),
        **catalogues(),
    }


def site_measures() -> tuple[MeasureSpec, ...]:
    """Every measure of the site as its definition in force says it."""
    versions = MeasureVersion.objects.filter(current=True, measure__retired_on__isnull=True)
    return tuple(spec_of(version) for version in versions.select_related("measure"))


def catalogues() -> dict[str, Any]:
    """The parts that are read whole however little of a plan is looked at: links, trade-offs, obligations, forums."""
    return {
        "links": site_links(),
        "trade_offs": site_trade_offs(),
        "obligations": _obligations(),
        "forums": _forums(),
    }


def posts_of(posts: QuerySet[Post]) -> tuple[PostSpec, ...]:
    """Posts with what they may decide; two queries."""
    rights = _rights(DecisionRight.objects.filter(post__in=posts).values_list("post_id", *_RIGHT))
    rows = posts.values_list("id", "key", "title", "unit__key")
    return tuple(PostSpec(key, title, unit, tuple(rights[pk])) for pk, key, title, unit in rows)


def _rights(rows: Any) -> dict[Any, list[RightSpec]]:
    found: dict[Any, list[RightSpec]] = defaultdict(list)
    for owner, *facts in rows:
        found[owner].append(RightSpec(*facts))
    return found


def targets_of(targets: QuerySet[Target]) -> tuple[TargetSpec, ...]:
    """Aims; one query."""
    rows = targets.values_list(
        *_SERIES,
        *("source_text", "series__stratum", "value", "low", "high"),
        *("by_date", "baseline", "baseline_points", "commitment", "post__key"),
    )
    return tuple(TargetSpec(*row) for row in rows)


def _limits() -> tuple[LimitSpec, ...]:
    rows = Trigger.objects.filter(**_IN_FORCE).values_list(*_SERIES, "side", "limit", "response", "series__stratum")
    return tuple(LimitSpec(*row) for row in rows)


def site_links() -> tuple[LinkSpec, ...]:
    """Every influence link in force."""
    rows = InfluenceLink.objects.filter(**_NOT_RETIRED).values_list(
        *("key", "lead__key", "lag__key", "sign", "delay_min_days", "delay_max_days"),
        *("grade", "source_text", "caveat", "origin"),
    )
    return tuple(_link(*row) for row in rows)


def _link(key: str, lead: str, lag: str, sign: str, least: int, most: int, *rest: str) -> LinkSpec:
    return LinkSpec(key, lead, lag, sign, (least, most), *rest)


def site_trade_offs() -> tuple[TradeOffSpec, ...]:
    """Every trade-off in force."""
    rows = TradeOff.objects.filter(**_NOT_RETIRED).values_list(
        *("key", "push__key", "push_direction", "guard__key", "guard_direction", "mechanism", "source_text", "origin"),
    )
    return tuple(TradeOffSpec(*row) for row in rows)


def _obligations() -> tuple[ObligationSpec, ...]:
    rows = Obligation.objects.filter(**_NOT_RETIRED).values_list(
        *("key", "title", "regulator", "clause", "unit__key", "due", "owner__key", "evidence"),
        *("measure__key", "notice_days", "met_on", "met_by"),
    )
    return tuple(ObligationSpec(*row) for row in rows)


def _forums() -> tuple[ForumSpec, ...]:
    domains = _keys(Forum.domains.through.objects.values_list("forum_id", "domain__key"))
    measures = _keys(Forum.measures.through.objects.values_list("forum_id", "measure__key"))
    members = _keys(ForumMember.objects.values_list("forum_id", "user__username"))
    rights = _rights(ForumRight.objects.values_list("forum_id", *_RIGHT))
    forums = Forum.objects.filter(**_NOT_RETIRED).select_related("unit", "chair", "sponsor")
    return tuple(
        ForumSpec(
            key=forum.key,
            name=forum.name,
            unit=forum.unit.key,
            tier=forum.tier,
            cadence=forum.cadence,
            first_start=forum.first_start.astimezone(ZoneInfo(forum.time_zone)).replace(tzinfo=None),
            minutes=forum.minutes,
            time_zone=forum.time_zone,
            chair=forum.chair.key,
            sponsor=forum.sponsor.key,
            domains=tuple(domains[forum.pk]),
            measures=tuple(measures[forum.pk]),
            restricted=forum.restricted,
            members=tuple(members[forum.pk]),
            false_alarms_a_month=forum.false_alarms_a_month,
            rights=tuple(rights[forum.pk]),
        )
        for forum in forums
    )


def _keys(rows: Any) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = defaultdict(list)
    for owner, key in rows:
        found[owner].append(key)
    return found
