"""What may be chosen in the forms about an objective: posts, units, objectives, measures, each known by its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, units_where
from wellrun.accounts.models import User
from wellrun.measures.models import Measure, MeasureVersion
from wellrun.organisation.models import Post, Unit, UnitClosure
from wellrun.strategy.models import Objective, Plan

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Named(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A record chosen by its key, so that an address may fill it in; `shown_name` is what the list says of it."""

    def __init__(
        self,
        label: str | _StrPromise,
        rows: QuerySet[Any],
        *,
        needed: str | _StrPromise = "",
        empty: str | _StrPromise | None = None,
        help_text: str | _StrPromise = "",
    ) -> None:
        """`needed`: the sentence where nothing is chosen; without it the choice may be left out, as `empty` says."""
        super().__init__(
            rows,
            label=label,
            required=bool(needed),
            empty_label=empty or _("Choose"),
            to_field_name="key",
            help_text=help_text,
            error_messages={
                "required": needed or _("Choose one."),
                "invalid_choice": _("That is not one of those to choose from."),
            },
        )

    def label_from_instance(self, obj: Any) -> str:
        """Its name and, where that helps, its unit."""
        return str(obj.shown_name)


def posts_for(user: User, unit_id: UUID | None = None, *kept: Post | None) -> QuerySet[Post]:
    """The posts of the units the caller sees, of those above a unit, and those named already."""
    known = Q(pk__in=[post.pk for post in kept if post is not None])
    theirs = Q(unit__in=granted_unit_ids(user)) | Q(unit__in=_above(unit_id))
    rows = Post.objects.filter(known | (theirs & Q(retired_on__isnull=True)))
    return rows.annotate(shown_name=F("title")).order_by("title", "key")


def units_for(
    user: User, permission: Permission = Permission.SEE, *, kept: tuple[Unit | None, ...] = ()
) -> QuerySet[Unit]:
    """The open units where the caller may do something, and those named already."""
    known = Q(pk__in=[unit.pk for unit in kept if unit is not None])
    rows = Unit.objects.filter(known | Q(pk__in=units_where(user, permission).values("pk"), closed__isnull=True))
    return rows.annotate(shown_name=F("name")).order_by("-enterprise", "name")


def objectives_for(user: User, plan: Plan, unit_id: UUID | None = None) -> QuerySet[Objective]:
    """The objectives of a plan that the caller sees, and those above a unit, which are known by their titles."""
    theirs = Q(unit__in=granted_unit_ids(user)) | Q(unit__in=_above(unit_id))
    rows = Objective.objects.filter(theirs, plan=plan, retired_on__isnull=True)
    return rows.select_related("unit").annotate(shown_name=F("title")).order_by("rank", "title")


def measures_to_choose() -> QuerySet[Measure]:
    """The measures of the site, by name: what they mean is no secret."""
    name = MeasureVersion.objects.filter(measure=OuterRef("pk"), current=True).values("name")[:1]
    rows = Measure.objects.filter(retired_on__isnull=True).annotate(shown_name=Subquery(name))
    return rows.filter(shown_name__isnull=False).order_by("shown_name", "key")


def _above(unit_id: UUID | None) -> QuerySet[UnitClosure, UUID]:
    return UnitClosure.objects.filter(descendant=unit_id).values_list("ancestor_id", flat=True)
