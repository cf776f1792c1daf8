"""Measures with their definitions, and receipts of what arrived."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel

from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.schemas.fields import Key, Word
from wellrun.api.schemas.library import DefinitionIn
from wellrun.api.schemas.measures import MeasureOut, ReceiptOut, measures_out, receipt_out, receipts_out
from wellrun.api.sight import the_one
from wellrun.measures.actions import define_own_measure
from wellrun.measures.models import Measure
from wellrun.measures.queries import receipts_for

router = Router(tags=["measures"])


class MeasureFilter(BaseModel):
    """`text`: part of the present name. `domain`: key of the domain it belongs to."""

    key: Key | None = None
    domain: Key | None = None
    text: Word = ""


@router.get("/measures", response=Page[MeasureOut])
def list_measures(request: HttpRequest, wanted: Query[MeasureFilter], paging: Query[Paging]) -> Page[MeasureOut]:
    """What each measure means, by key, with every version of its definition."""
    rows = _definitions(caller(request)).filter(versions__current=True, versions__name__icontains=wanted.text)
    if wanted.key:
        rows = rows.filter(key=wanted.key)
    if wanted.domain:
        rows = rows.filter(domain=wanted.domain)
    return Page[MeasureOut].of(request, rows.order_by("key"), paging, measures_out)


@router.get("/measures/{uuid:measure_id}", response=MeasureOut)
def get_measure(request: HttpRequest, measure_id: UUID) -> MeasureOut:
    """One measure."""
    return measures_out([the_one(_definitions(caller(request)).filter(pk=measure_id))])[0]


@router.post("/measures", response={201: MeasureOut})
def define_measure(request: HttpRequest, given: DefinitionIn) -> Status[MeasureOut]:
    """Define a measure of one's own, by the same rules as those of the library. For who defines measures."""
    made = define_own_measure(spec=given.spec(), by=caller(request))
    return Status(201, measures_out([Measure.objects.prefetch_related("versions").get(pk=made.pk)])[0])


@router.get("/receipts", response=Page[ReceiptOut])
def list_receipts(request: HttpRequest, paging: Query[Paging]) -> Page[ReceiptOut]:
    """What arrived when, from whom, the newest first: all of it for whoever sees the enterprise, else one's own."""
    return Page[ReceiptOut].of(request, receipts_for(caller(request)), paging, receipts_out)


@router.get("/receipts/{uuid:receipt_id}", response=ReceiptOut)
def get_receipt(request: HttpRequest, receipt_id: UUID) -> ReceiptOut:
    """One receipt."""
    return receipt_out(the_one(receipts_for(caller(request)).filter(pk=receipt_id)))


def _definitions(user: User) -> QuerySet[Measure]:
    """Definitions are the same in every unit: whoever sees any unit may read them all."""
    return Measure.objects.filter(Exists(granted_unit_ids(user))).prefetch_related("versions")
