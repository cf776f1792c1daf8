"""Hours a week: what each post declares for a plan, what its initiatives ask of it at their busiest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.check.hours import Taken, busiest_day
from wellrun.execution.models import InitiativeHours
from wellrun.jobs.plan_hours import PlanHours, plan_hours
from wellrun.organisation.models import Post
from wellrun.organisation.queries import posts_of
from wellrun.web import dates
from wellrun.web.forms.plans.hours import RowForm
from wellrun.web.presenters.plans.choices import Told, findings_here
from wellrun.web.presenters.plans.hours_bar import Bar, bar
from wellrun.web.views.plans.opening import PlanFrame
from wellrun.web.views.plans.whole import Whole

A_PAGE = 25


@dataclass(frozen=True)
class HoursRow:
    """One post. `form`: to declare in, for who may; `lines`: the initiatives that ask, each with its hours."""

    key: str
    title: str
    unit: str
    is_own: bool
    declared: str
    asked: str
    state: str
    tone: str
    icon: str
    bar: Bar | None
    lines: list[tuple[str, str, str]]
    form: RowForm | None
    told: Told | None
    is_asked_for: bool


@dataclass(frozen=True)
class HoursPage:
    """What the page shows. `has_others`: a post without a row may be declared for; `over`: how many are over it."""

    said: str
    rows: list[HoursRow]
    page: Page[Any]
    over: int
    has_others: bool


def hours_page(
    opened: PlanFrame, top: Whole, given: Mapping[str, str], refused: RowForm | None, *, number: int, only_over: bool
) -> HoursPage:
    """Every post that declares hours or is asked for some; eight queries.

    The one the address is about and one's own come first, the others by name.
    `given`: the post and hours that the address says; `refused`: the form that came back with errors.
    """
    whole = plan_hours(opened.plan, opened.frame.user)
    named = [*whole.declared, *whole.asked]
    wanted = Q(pk__in=named) | Q(key=given.get("post", "")) if given.get("post") else Q(pk__in=named)
    posts = list(_posts(opened).filter(wanted).select_related("unit").order_by("title", "key"))
    posts.sort(key=lambda post: (post.key != given.get("post"), not post.is_own))  # type: ignore[attr-defined]
    over = [post for post in posts if whole.is_over(post.pk)]
    page = Paginator(over if only_over else posts, A_PAGE).get_page(number)
    in_rows = [post.pk for post in page.object_list]
    told = {one.subject: one for one in findings_here(opened, top, "PLN-03")}
    return HoursPage(
        said=_said(len(posts), len(over), whole=top.is_seen),
        rows=[_row(opened, post, whole, given, refused, told.get(post.key)) for post in page.object_list],
        page=page,
        over=len(over),
        has_others=posts_to_declare_for(opened).exclude(pk__in=in_rows).exists(),
    )


def posts_to_declare_for(opened: PlanFrame) -> QuerySet[Post]:
    """The posts whose hours the caller may say: those held, and those of units they chair; none of a closed plan."""
    rows = _posts(opened).filter(Q(is_own=True) | Q(is_chaired=True)).order_by("title", "key")
    return rows if opened.is_open else rows.none()


def _posts(opened: PlanFrame) -> QuerySet[Post]:
    """The posts the caller sees, or is in, with both said of each."""
    frame = opened.frame
    own = posts_of(frame.user, frame.today).filter(pk=OuterRef("pk"))
    chaired = granted_unit_ids(frame.user, Permission.CHAIR).filter(descendant=OuterRef("unit"))
    rows = Post.objects.filter(retired_on__isnull=True).annotate(is_own=Exists(own), is_chaired=Exists(chaired))
    return rows.filter(Q(is_own=True) | Q(unit__in=granted_unit_ids(frame.user)))


def _row(
    opened: PlanFrame,
    post: Any,
    whole: PlanHours,
    given: Mapping[str, str],
    refused: RowForm | None,
    told: Told | None,
) -> HoursRow:
    declared, needed = whole.declared.get(post.pk), whole.needed(post.pk)
    state, tone, icon = _state(declared, needed)
    is_asked_for = given.get("post") == post.key
    form = None
    if opened.is_open and (post.is_own or post.is_chaired):
        typed = given.get("hours_a_week") if is_asked_for else None
        form = RowForm(post.key, post.title, hours=typed or _number(declared))
        form = refused if refused is not None and refused.data.get("post") == post.key else form
    return HoursRow(
        key=post.key,
        title=post.title,
        unit=post.unit.name,
        is_own=post.is_own,
        declared=_("%(hours)s\u00a0h") % {"hours": _number(declared)}
        if declared is not None
        else _("nothing declared"),
        asked=_asked_words(needed, whole.taken(post.pk)),
        state=state,
        tone=tone,
        icon=icon,
        bar=bar(declared or 0.0, needed),
        lines=_lines(whole.asked.get(post.pk, [])),
        form=form,
        told=told,
        is_asked_for=is_asked_for,
    )


def _state(declared: float | None, needed: float) -> tuple[str, str, str]:
    """What declared and asked come to: words, tone, shape."""
    left = (declared or 0.0) - needed
    if left < 0:
        return _("%(hours)s\u00a0h too many") % {"hours": _number(-left)}, "bad", "mark-bad"
    if needed == 0:
        return _("nothing asked"), "flat", "mark-open"
    if left == 0:
        return _("just enough"), "flat", "mark-none"
    return _("%(hours)s\u00a0h left") % {"hours": _number(left)}, "flat", "mark-none"


def _asked_words(needed: float, taken: list[Taken]) -> str:
    day = busiest_day(taken)
    if day is None:
        return _("nothing asked")
    words = {"hours": _number(needed), "day": dates.day(day, year=True)}
    if len(taken) == 1:
        return _("%(hours)s\u00a0h from %(day)s") % words
    return _("%(hours)s\u00a0h at the busiest, from %(day)s") % words


def _lines(asked: list[InitiativeHours]) -> list[tuple[str, str, str]]:
    """Title, address and hours of each initiative; one that the caller does not see has neither title nor address."""
    return [_line(one, is_seen=bool(one.is_seen)) for one in asked]  # type: ignore[attr-defined]


def _line(one: InitiativeHours, *, is_seen: bool) -> tuple[str, str, str]:
    hours = _("%(hours)s\u00a0h") % {"hours": _number(one.hours_a_week)}
    if not is_seen:
        return _("an initiative of another unit"), "", hours
    return one.initiative.title, reverse("initiative", args=[one.initiative.key]), hours


def _number(hours: float | None) -> str:
    return "" if hours is None else f"{hours:g}"


def _said(count: int, over: int, *, whole: bool) -> str:
    if not count and not whole:
        return _("No post that you see is asked for hours by this plan, and none declared any.")
    if not count:
        return _("No initiative of this plan asks for anybody's hours yet, and none are declared.")
    if not over and not whole:
        return _("No post that you see is asked for more hours a week than it declared.")
    if not over:
        return _("No post is asked for more hours a week than it declared.")
    return ngettext(
        "One post is asked for more hours a week than it declared.",
        "%(n)d posts are asked for more hours a week than they declared.",
        over,
    ) % {"n": over}
