"""Who may decide on what, in a unit and those below it, and what the check says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet, Value
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.check.models import Finding
from wellrun.check.queries import findings_for
from wellrun.organisation.kinds_of_right import KINDS
from wellrun.organisation.models import DecisionRight
from wellrun.organisation.queries import posts_held, subtree_ids
from wellrun.reviews.models import Forum, ForumRight
from wellrun.reviews.visibility import visible_forums
from wellrun.strategy.models import Plan
from wellrun.web import figures
from wellrun.web.counts import capital, in_words
from wellrun.web.frame import Frame
from wellrun.web.presenters.reviews.told import Line

A_PAGE = 25
_MOST_SAID = 10
AnyRight = DecisionRight | ForumRight


@dataclass(frozen=True)
class RightRow:
    """One right: who has it, to what, where, up to what. No address for who may not change it."""

    who: str
    about: str
    vacant: bool
    kind: str
    scope: str
    ceiling: str
    href: str
    remove_href: str


@dataclass(frozen=True)
class RightGroup:
    """The rights to one kind of decision, of those on the page. `many` says how many they are."""

    kind: str
    many: str
    rows: list[RightRow]


@dataclass(frozen=True)
class Choice:
    """A kind of decision one may look at alone."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class RightsPage:
    """What the page shows; `said` is the sentence first, `found` what the check says, with the form that mends it."""

    said: str
    rows: list[RightRow]
    kinds: list[Choice]
    found: list[Line]
    page: Page[Any]
    may_give: bool

    @property
    def groups(self) -> list[RightGroup]:
        """The rows of the page by what they are rights to."""
        found: dict[str, list[RightRow]] = {}
        for row in self.rows:
            found.setdefault(row.kind, []).append(row)
        return [
            RightGroup(kind, ngettext("%(n)s right", "%(n)s rights", len(rows)) % {"n": in_words(len(rows))}, rows)
            for kind, rows in found.items()
        ]


def rights_page(frame: Frame, plan: Plan | None, kind: str, words: str, number: int) -> RightsPage:
    """The rights of posts and forums of the unit and below, or over them; six queries."""
    chaired = set(granted_unit_ids(frame.user, Permission.CHAIR))
    every = [*_of_posts(frame), *_of_forums(frame)]
    wanted = [one for one in every if (not kind or one.kind == kind) and _speaks_of(one, words)]
    page = Paginator(sorted(wanted, key=_order), A_PAGE).get_page(number)
    return RightsPage(
        said=_said(every),
        rows=[_row(one, frame, chaired) for one in page.object_list],
        kinds=[Choice(key, str(label), key == kind) for key, label in KINDS.items()],
        found=_found(frame, plan, may_mend=frame.unit.pk in chaired) if plan else [],
        page=page,
        may_give=frame.unit.pk in chaired,
    )


def one_right(frame: Frame, pk: UUID) -> Any:
    """The right of a post or a forum that the caller sees here. NotFound outside."""
    for rows in (_of_posts(frame), _of_forums(frame)):
        found = rows.filter(pk=pk).first()
        if found is not None:
            return found
    raise nothing_here()


def known_right(frame: Frame, post: str, forum: str, kind: str, scope: str) -> Any:
    """The right that an address names by its parts, or None."""
    if not kind or not scope or not (post or forum):
        return None
    rows = _of_posts(frame).filter(post__key=post) if post else _of_forums(frame).filter(forum__key=forum)
    return rows.filter(kind=kind, scope__key=scope).first()


def right_words(right: Any) -> str:
    """What somebody may decide, in a sentence."""
    shown = {
        "who": _who(right),
        "kind": str(KINDS[right.kind]).lower(),
        "scope": right.scope.name,
        "ceiling": ceiling_words(right),
    }
    return _("%(who)s may decide on %(kind)s in %(scope)s: %(ceiling)s.") % shown


def forum_rights(forum: Forum, units: QuerySet[Any, Any]) -> list[str]:
    """What a forum and its chair may decide, a line each, by kind and place; two queries.

    `units`: ids of those the reader sees.
    """
    own = ForumRight.objects.filter(forum=forum, scope__in=units).select_related("scope")
    chairs = DecisionRight.objects.filter(post=forum.chair_id, scope__in=units).select_related("scope")
    lines: list[tuple[Any, str]] = [(right, _("%(kind)s in %(scope)s: %(ceiling)s")) for right in own]
    lines += [(right, _("%(kind)s in %(scope)s: %(ceiling)s, as its chair")) for right in chairs]
    in_order = sorted(lines, key=lambda line: (list(KINDS).index(line[0].kind), line[0].scope.name))
    return [
        words % {"kind": KINDS[right.kind], "scope": right.scope.name, "ceiling": ceiling_words(right)}
        for right, words in in_order
    ]


def ceiling_words(right: Any) -> str:
    """Up to what."""
    parts = []
    if right.spending_ceiling is not None:
        parts.append(_("up to %(n)s a year") % {"n": figures.number(round(right.spending_ceiling))})
    if right.staffing_ceiling is not None:
        parts.append(_("up to %(n)s full-time equivalents") % {"n": _plain(right.staffing_ceiling)})
    return ", ".join(parts) or _("without a ceiling")


def _of_posts(frame: Frame) -> QuerySet[Any, Any]:
    here, seen = subtree_ids(frame.unit.pk), granted_unit_ids(frame.user)
    rows = DecisionRight.objects.filter(Q(post__unit__in=here) | Q(scope__in=here), post__retired_on__isnull=True)
    rows = rows.filter(post__unit__in=seen, scope__in=seen).select_related("post__unit", "scope")
    held = posts_held(frame.today, "post")["post_is_held"]
    return rows.annotate(is_held=held)


def _of_forums(frame: Frame) -> QuerySet[Any, Any]:
    here, seen = subtree_ids(frame.unit.pk), granted_unit_ids(frame.user)
    rows = ForumRight.objects.filter(Q(forum__unit__in=here) | Q(scope__in=here), forum__retired_on__isnull=True)
    rows = rows.filter(forum__in=visible_forums(frame.user).values("pk"), scope__in=seen)
    return rows.select_related("forum__unit", "forum__chair", "scope").annotate(is_held=Value(True))


def _order(right: Any) -> tuple[int, str, str]:
    return list(KINDS).index(right.kind), right.scope.name.casefold(), _who(right).casefold()


def _who(right: Any) -> str:
    return str(right.post.title if isinstance(right, DecisionRight) else right.forum.name)


def _speaks_of(right: Any, words: str) -> bool:
    holder = right.post if isinstance(right, DecisionRight) else right.forum
    text = f"{_who(right)} {holder.unit.name} {right.scope.name} {KINDS[right.kind]}".casefold()
    return all(word in text for word in words.casefold().split())


def _row(right: Any, frame: Frame, chaired: set[UUID]) -> RightRow:
    is_post = isinstance(right, DecisionRight)
    holder = right.post if is_post else right.forum
    may_change = holder.unit_id in chaired and right.scope_id in chaired
    about = _("Post of %(unit)s") if is_post else _("Forum of %(unit)s")
    args = [frame.unit.key, right.pk]
    return RightRow(
        who=_who(right),
        about=about % {"unit": holder.unit.name},
        vacant=not right.is_held,
        kind=str(KINDS[right.kind]),
        scope=right.scope.name,
        ceiling=capital(ceiling_words(right)),
        href=reverse("right_edit", args=args) if may_change else "",
        remove_href=reverse("right_remove", args=args) if may_change else "",
    )


def _said(every: Iterable[Any]) -> str:
    rights = list(every)
    if not rights:
        return ""
    holders = {_who(one) for one in rights}
    open_kinds = [str(label).lower() for key, label in KINDS.items() if all(one.kind != key for one in rights)]
    head = _("%(rights)s decision rights of %(holders)s posts and forums.") % {
        "rights": capital(in_words(len(rights))),
        "holders": in_words(len(holders)),
    }
    if not open_kinds:
        return head
    return _("%(head)s Nobody here may decide on %(kinds)s.") % {"head": head, "kinds": ", ".join(open_kinds)}


def _found(frame: Frame, plan: Plan, *, may_mend: bool) -> list[Line]:
    """What the check says of decision rights here; one query."""
    here = Q(unit__in=subtree_ids(frame.unit.pk))
    rows = findings_for(frame.user).filter(plan=plan, rule__startswith="DEC-", resolved_at__isnull=True)
    rows = rows.filter(here | Q(unit__isnull=True)) if frame.unit.enterprise else rows.filter(here)
    return [Line(one.message, _mend_href(one, frame) if may_mend else "") for one in rows.order_by("rule")[:_MOST_SAID]]


def _mend_href(one: Finding, frame: Frame) -> str:
    fix = one.facts.get("fix") or {}
    values = {name: value for name, value in (fix.get("values") or {}).items() if value}
    return f"{reverse('rights', args=[frame.unit.key])}?{urlencode(values)}" if values else ""


def _plain(number: float) -> str:
    return figures.number(round(number)) if number == round(number) else f"{number:g}"
