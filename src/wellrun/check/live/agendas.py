"""When each measure last came before a forum: the sittings that its agenda held it in, from items and the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.db.models.functions import Coalesce

from wellrun.audit.models import AuditEvent
from wellrun.check.live.stretches import Stretch, Told, stretches
from wellrun.measures.models import Measure
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import AgendaItem, Forum, ItemDeferral, Review

_OF_AGENDAS: Final = ("add_forum", "amend_forum", "put_before_forum", "take_off_forum")
_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)
_BEGAN: Final = Coalesce("opened_at", "starts_at")


@dataclass(frozen=True, slots=True)
class Seen:
    """`last`: the last sitting that held it. `perhaps`: the last of which that is not on record.

    `since`: since when it comes before the forum that was last asked to look at it.
    """

    last: date | None = None
    perhaps: date | None = None
    since: date | None = None


def seen_on_agendas(keys: Collection[str]) -> dict[str, Seen]:
    """By measure; seven queries, however many.

    A sitting held a measure that was an item on its agenda, or that came before its forum, by name or through its
    domain, when the sitting began. Since when it does the log says.
    """
    measures = list(Measure.objects.filter(key__in=keys))
    looked_at, sittings, items = _looked_at(), _sittings(), _items(keys)
    defined = _defined(measures)
    return {
        one.key: _seen(one, defined.get(str(one.pk), _ALWAYS), looked_at, sittings, items.get(one.key, ()))
        for one in measures
    }


def _seen(
    measure: Measure,
    defined: datetime,
    looked_at: Mapping[str, Iterable[tuple[UUID, Stretch]]],
    sittings: Mapping[UUID, list[datetime]],
    items: Iterable[datetime],
) -> Seen:
    last = list(items)
    perhaps: list[datetime] = []
    since: dict[UUID, datetime] = {}
    named = (*looked_at.get(f"measure {measure.key}", ()), *looked_at.get(f"domain {measure.domain}", ()))
    for forum, part in named:
        starts = max(part.starts or _ALWAYS, defined)
        held = [at for at in sittings.get(forum, ()) if at >= starts and (part.ends is None or at < part.ends)]
        (last if part.is_known else perhaps).extend(held[-1:])
        if part.is_open and part.is_known:
            since[forum] = min(since.get(forum, starts), starts)
    return Seen(_day(last), _day(perhaps), _day(since.values()))


def _looked_at() -> Mapping[str, Iterable[tuple[UUID, Stretch]]]:
    """By what may stand before a forum, "measure KEY" or "domain KEY", when it did and in which forum."""
    now: dict[UUID, set[str]] = defaultdict(set)
    for kind in ("measure", "domain"):
        for forum, key in Forum.objects.filter(**{f"{kind}s__isnull": False}).values_list("pk", f"{kind}s__key"):
            now[forum].add(f"{kind} {key}")
    held = dict(Forum.objects.values_list("pk", "retired_on"))
    said = _said(held)
    found: dict[str, list[tuple[UUID, Stretch]]] = defaultdict(list)
    for forum, retired_on in held.items():
        for name, part in stretches(now[forum], said[str(forum)], is_held=retired_on is None):
            found[name].append((forum, part))
    return found


def _said(forums: Collection[UUID]) -> dict[str, list[Told]]:
    """What the log says of each forum's agenda, the newest first."""
    found: dict[str, list[Told]] = defaultdict(list)
    rows = AuditEvent.objects.filter(subject_id__in=[str(pk) for pk in forums], verb__in=_OF_AGENDAS)
    for forum, verb, at, data in rows.order_by("-id").values_list("subject_id", "verb", "at", "data"):
        found[forum].append(Told(verb, at, data))
    return found


def _sittings() -> dict[UUID, list[datetime]]:
    """When the sittings of each forum began that were held, the oldest first."""
    found: dict[UUID, list[datetime]] = defaultdict(list)
    held = Review.objects.exclude(status=Review.Status.SCHEDULED).annotate(began=_BEGAN)
    for forum, at in held.order_by("began").values_list("forum_id", "began"):
        found[forum].append(at)
    return found


def _items(keys: Collection[str]) -> dict[str, list[datetime]]:
    """When the last sitting began that had each measure as an item, settled there or put off."""
    found: dict[str, list[datetime]] = defaultdict(list)
    for model, review, item in ((AgendaItem, "review", ""), (ItemDeferral, "from_review", "item__")):
        of = f"{item}series__measure__key"
        rows = model.objects.filter(**{f"{of}__in": keys}).exclude(**{f"{review}__status": Review.Status.SCHEDULED})
        began = Coalesce(f"{review}__opened_at", f"{review}__starts_at")
        for key, at in rows.order_by().values_list(of).annotate(at=Max(began)):
            found[key].append(at)
    return found


def _defined(measures: Collection[Measure]) -> dict[str, datetime]:
    """When each measure was defined here, by its id; before that no forum looked at it."""
    rows = AuditEvent.objects.filter(verb="define_measure", subject_id__in=[str(one.pk) for one in measures])
    return dict(rows.values_list("subject_id", "at"))


def _day(moments: Iterable[datetime]) -> date | None:
    last = max(moments, default=None)
    if last is None:
        return None
    return date.min if last == _ALWAYS else last.astimezone(site_zone()).date()
