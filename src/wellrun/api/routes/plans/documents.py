"""The plan as code over the wire: its text, what a text would change, applying it; its versions and its history.

The text speaks of every unit, so all of this is for who sees the enterprise, and applying for who administers it.
"""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel

from wellrun.access.permissions import Permission
from wellrun.access.queries import require
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.fields import Key, Word
from wellrun.api.schemas.plans.documents import (
    AppliedOut,
    ApplyIn,
    DifferencesOut,
    DiffIn,
    DocumentOut,
    KeepIn,
    KeptOut,
    PlanChangeOut,
    VersionRef,
    Which,
    change_out,
    differences_out,
    kept_out,
    version_ref,
)
from wellrun.api.sight import enterprise_id, objective_in_sight, plan_in_sight, the_one
from wellrun.jobs.activation import apply_file, keep_as_it_stands
from wellrun.jobs.plan_code import differences, export_plan
from wellrun.jobs.plan_code.comparing import text_for_site
from wellrun.jobs.plan_versions import NOW, version_changes
from wellrun.plans.write import write_plan
from wellrun.strategy.models import Plan, PlanChange, PlanVersion
from wellrun.strategy.objective_history import changes_of_objective

router = Router(tags=["plan as code"])


class ChangesWanted(BaseModel):
    """`kind`: what was changed, such as objective or role. `subject`: how its keys begin."""

    kind: Word | None = None
    subject: Key | None = None


class Between(BaseModel):
    """Two versions, each by its number or `now`, the plan as it stands."""

    earlier: Which
    later: Which = NOW


@router.get("/plans/{slug:plan}/document", response=DocumentOut)
def get_document(request: HttpRequest, plan: str) -> DocumentOut:
    """The plan as the text of its file, as `wellrun plan export` writes it. For who sees the enterprise."""
    found = _plan(caller(request), plan)
    return DocumentOut(key=found.key, document=write_plan(export_plan(found)))


@router.get("/plans/{slug:plan}/versions", response=Page[VersionRef])
def list_versions(request: HttpRequest, plan: str, paging: Query[Paging]) -> Page[VersionRef]:
    """The versions of a plan that were kept, the newest first. For who sees the enterprise."""
    rows = PlanVersion.objects.filter(plan=_plan(caller(request), plan)).select_related("by").order_by("-number")
    return Page[VersionRef].of(request, rows.defer("document"), paging, lambda found: [version_ref(v) for v in found])


@router.get("/plans/{slug:plan}/versions/{int:number}", response=KeptOut)
def get_version(request: HttpRequest, plan: str, number: int) -> KeptOut:
    """One version with its text. For who sees the enterprise."""
    rows = PlanVersion.objects.filter(plan=_plan(caller(request), plan), number=number)
    return kept_out(the_one(rows.select_related("by")))


@router.post("/plans/{slug:plan}/versions", response={201: VersionRef})
def keep_version(request: HttpRequest, plan: str, given: KeepIn) -> Status[VersionRef]:
    """Keep the plan as it stands now; the last version again where nothing differs. For who chairs the enterprise."""
    user = caller(request)
    return Status(201, version_ref(keep_as_it_stands(plan=_plan(user, plan), reason=given.reason, by=user)))


@router.get("/plans/{slug:plan}/differences", response=DifferencesOut)
def get_differences(request: HttpRequest, plan: str, wanted: Query[Between]) -> DifferencesOut:
    """What makes the later version of a plan of the earlier one. For who sees the enterprise."""
    found = version_changes(_plan(caller(request), plan), wanted.earlier, wanted.later)
    return DifferencesOut(**differences_out(found))


@router.get("/plans/{slug:plan}/changes", response=Page[PlanChangeOut])
def list_changes(
    request: HttpRequest, plan: str, wanted: Query[ChangesWanted], paging: Query[Paging]
) -> Page[PlanChangeOut]:
    """Every change of a plan, the newest first. For who sees the enterprise."""
    rows = PlanChange.objects.filter(plan=_plan(caller(request), plan)).select_related("by").order_by("-id")
    rows = rows.filter(kind=wanted.kind) if wanted.kind else rows
    rows = rows.filter(subject__startswith=wanted.subject) if wanted.subject else rows
    return Page[PlanChangeOut].of(request, rows, paging, lambda found: [change_out(one) for one in found])


@router.get("/plans/{slug:plan}/objectives/{slug:objective}/changes", response=Page[PlanChangeOut])
def list_objective_changes(
    request: HttpRequest, plan: str, objective: str, paging: Query[Paging]
) -> Page[PlanChangeOut]:
    """Every change of an objective and of its parts, the newest first. For whoever sees it."""
    rows = changes_of_objective(objective_in_sight(caller(request), plan, objective))
    return Page[PlanChangeOut].of(request, rows, paging, lambda found: [change_out(one) for one in found])


@router.post("/plan-documents/diff", response=DifferencesOut)
def diff_document(request: HttpRequest, given: DiffIn) -> DifferencesOut:
    """What the text of a plan file has otherwise than the site says; changes nothing. For who sees the enterprise."""
    require(caller(request), Permission.SEE, enterprise_id())
    return DifferencesOut(**differences_out(differences(text_for_site(given.document), given.against or "")))


@router.post("/plan-documents/apply", response=AppliedOut)
def apply_document(request: HttpRequest, given: ApplyIn) -> AppliedOut:
    """Make the site say what the text of a plan file says: all of it or nothing, and nothing the model check refuses.

    For who administers the enterprise; the same as `wellrun plan apply`.
    """
    user = caller(request)
    require(user, Permission.ADMINISTER, enterprise_id())
    applied = apply_file(document=text_for_site(given.document), by=user, over=given.over, dry_run=given.dry_run)
    plan = applied.plan.key if applied.plan is not None and not given.dry_run else None
    return AppliedOut(**differences_out(applied.changes), plan=plan)


def _plan(user: User, key: str) -> Plan:
    found = plan_in_sight(user, key)
    require(user, Permission.SEE, enterprise_id())
    return found
