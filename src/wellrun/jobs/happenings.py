"""What happened beside a plan that its check reads: posts filled, aims set, forums, actions; from the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.db.models import Max, Q, QuerySet

from wellrun.audit.models import AuditEvent
from wellrun.check.touched import Subject
from wellrun.execution.models import Action, Initiative
from wellrun.measures.models import BaselineProposal, Measure, Phase, Target, Trigger
from wellrun.organisation.models import Holding, Post
from wellrun.reviews.models import AgendaItem, Forum, Review

MOST = 500
"""Of more than so many all is looked at again."""
# Words that say that anything may be different: all forums' measures, all figures.
_ALL_DIFFERENT: Final = frozenset({"amend_forum", "retire_forum", "evaluate", "set_up_site"})
# The history of its plan tells all else of an initiative.
_REPORTED: Final = "report_on_initiative"

Ids = list[str]


def newest_event() -> int:
    """The newest event of the log; 0 where there is none."""
    return AuditEvent.objects.aggregate(newest=Max("id"))["newest"] or 0


def events_since(event: int) -> QuerySet[AuditEvent]:
    """What was logged after an event that the check reads, as far as the history of a plan does not tell it."""
    told = Q(subject_kind__in=_SUBJECTS) | Q(verb__in=_ALL_DIFFERENT | {_REPORTED})
    return AuditEvent.objects.filter(told, id__gt=event)


def happened_since(event: int) -> frozenset[Subject] | None:
    """What the check calls the subjects of these events; None where all may be different. A query for each kind."""
    rows = list(events_since(event).values_list("verb", "subject_kind", "subject_id", "data")[: MOST + 1])
    if len(rows) > MOST or any(verb in _ALL_DIFFERENT for verb, *_ in rows):
        return None
    ids: dict[str, Ids] = defaultdict(list)
    found: set[Subject] = set()
    for _verb, kind, pk, data in rows:
        ids[kind].append(pk)
        found |= _named(data)
    for kind, pks in ids.items():
        found.update(_SUBJECTS.get(kind, _reports)(pks))
    return frozenset(found)


def _named(data: Mapping[str, Any]) -> set[Subject]:
    """What an event names beside its subject, or of a subject that is gone."""
    named = ((kind, data.get(kind)) for kind in ("post", "forum", "measure"))
    return {(kind, key) for kind, key in named if isinstance(key, str) and key}


def _posts(pks: Ids) -> Iterable[Subject]:
    return (("post", key) for key in Post.objects.filter(pk__in=pks).values_list("key", flat=True))


def _held(pks: Ids) -> Iterable[Subject]:
    return (("post", key) for key in Holding.objects.filter(pk__in=pks).values_list("post__key", flat=True))


def _of_accounts(pks: Ids) -> Iterable[Subject]:
    return (("post", key) for key in Holding.objects.filter(user__id__in=pks).values_list("post__key", flat=True))


def _measures(pks: Ids) -> Iterable[Subject]:
    return (("measure", key) for key in Measure.objects.filter(pk__in=pks).values_list("key", flat=True))


def _of_series(model: Any) -> Callable[[Ids], Iterable[Subject]]:
    """Of what is said of a series: its measure, and its aim."""

    def find(pks: Ids) -> Iterable[Subject]:
        rows = model.objects.filter(pk__in=pks)
        for measure, unit, stratum in rows.values_list("series__measure__key", "series__unit__key", "series__stratum"):
            yield "measure", measure
            yield "target", "/".join([measure, unit, *([stratum] if stratum != "total" else [])])

    return find


def _forums(pks: Ids) -> Iterable[Subject]:
    return (("forum", key) for key in Forum.objects.filter(pk__in=pks).values_list("key", flat=True))


def _sittings(pks: Ids) -> Iterable[Subject]:
    return (("forum", key) for key in Review.objects.filter(pk__in=pks).values_list("forum__key", flat=True))


def _items(pks: Ids) -> Iterable[Subject]:
    return (("item", pk) for pk in pks)


def _actions(pks: Ids) -> Iterable[Subject]:
    for number, post in Action.objects.filter(pk__in=pks).values_list("number", "post__key"):
        yield "action", str(number)
        yield "note", f"action-{number}"
        yield "post", post


def _escalations(pks: Ids) -> Iterable[Subject]:
    yield from (("escalation", pk) for pk in pks)
    of_actions = AgendaItem.objects.filter(action__isnull=False, outcomes__escalation__id__in=pks)
    yield from (("action", str(number)) for number in of_actions.values_list("action__number", flat=True))


def _decisions(pks: Ids) -> Iterable[Subject]:
    return (("note", f"decision-{pk}") for pk in pks)


def _reports(pks: Ids) -> Iterable[Subject]:
    rows = Initiative.objects.filter(pk__in=pks).values_list("key", flat=True)
    return (("note", f"initiative-{key}") for key in rows)


def _events(pks: Ids) -> Iterable[Subject]:
    return (("note", f"event-{pk}") for pk in pks)


_SUBJECTS: Final[Mapping[str, Callable[[Ids], Iterable[Subject]]]] = {
    "organisation.post": _posts,
    "organisation.holding": _held,
    "accounts.user": _of_accounts,
    "measures.measure": _measures,
    "measures.target": _of_series(Target),
    "measures.trigger": _of_series(Trigger),
    "measures.phase": _of_series(Phase),
    "measures.baselineproposal": _of_series(BaselineProposal),
    "measures.event": _events,
    "reviews.forum": _forums,
    "reviews.review": _sittings,
    "reviews.agendaitem": _items,
    "execution.action": _actions,
    "execution.escalation": _escalations,
    "execution.decision": _decisions,
}
