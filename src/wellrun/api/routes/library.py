"""The measure library: looked through, adopted from, added to."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, StringConstraints

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids
from wellrun.api.auth import caller
from wellrun.api.paging import Page, Paging
from wellrun.api.saving import check_open_plans
from wellrun.api.schemas.fields import Key, Word
from wellrun.api.schemas.library import (
    AdoptedOut,
    LibraryMeasureOut,
    LibraryMeasureWithLinksOut,
    OffersOut,
    TakeIn,
    TakenOut,
    library_measure_out,
    offers_out,
    with_links_out,
)
from wellrun.library import library
from wellrun.library.search import Wish, search
from wellrun.measures.actions import adopt_measure
from wellrun.measures.models import Measure
from wellrun.measures.queries.adopted import measures_by_library_id
from wellrun.strategy.library_links import give_up_measure, offers_here, offers_of, take_from_library, take_offered

router = Router(tags=["library"])

Name = Annotated[str, StringConstraints(max_length=80, pattern=r"^[-.a-zA-Z0-9_]+$")]


class LibraryFilter(BaseModel):
    """`text`: words that stand in it. Domain, setting, role, tier and (review) cadence as the library writes them."""

    text: Word = ""
    domain: Key | None = None
    setting: Key | None = None
    role: Key | None = None
    tier: Key | None = None
    cadence: Key | None = None


@router.get("/library", response=Page[LibraryMeasureOut])
def list_library(request: HttpRequest, wanted: Query[LibraryFilter], paging: Query[Paging]) -> Page[LibraryMeasureOut]:
    """The measures of the library, by domain and name, and which of them the site has."""
    _require_access(request)
    chosen = wanted.model_dump(exclude={"text"})
    found = search(library(), Wish(words=wanted.text, **{name: value or "" for name, value in chosen.items()}))
    here = measures_by_library_id()
    shown = [library_measure_out(spec, here) for spec in found]
    return Page[LibraryMeasureOut].of_part(request, shown, paging, list)


@router.get("/library/{name}", response=LibraryMeasureWithLinksOut)
def get_library_measure(request: HttpRequest, name: Path[Name]) -> LibraryMeasureWithLinksOut:
    """One measure, by library id or key, with its links and trade-offs."""
    _require_access(request)
    return with_links_out(library().get(name), measures_by_library_id())


@router.post("/library/{name}/adopt", response=AdoptedOut)
def adopt_from_library(request: HttpRequest, name: Path[Name]) -> AdoptedOut:
    """Take a measure into the site, without figures; asked again, it changes nothing. For who defines measures."""
    _require_access(request)
    measure, is_new = adopt_measure(name=name, by=caller(request))
    return AdoptedOut(id=measure.pk, key=measure.key, is_new=is_new, offered=list(offers_of(measure).ids))


@router.post("/library/{name}/links", response=TakenOut)
def take_library_links(request: HttpRequest, name: Path[Name], given: TakeIn) -> TakenOut:
    """Take over links and trade-offs between an adopted measure and others of the site. For who defines measures."""
    measure = _here(request, name)
    taken = take_offered(measure=measure, ids=set(given.ids), by=caller(request))
    return TakenOut(taken=taken, offered=list(offers_of(measure).ids))


@router.post("/library/{name}/give-up", response=LibraryMeasureWithLinksOut)
def give_up_library_measure(request: HttpRequest, name: Path[Name]) -> LibraryMeasureWithLinksOut:
    """Undo an adoption while the measure has no figures and stands nowhere. For who defines measures."""
    give_up_measure(measure=_here(request, name), by=caller(request))
    return with_links_out(library().get(name), measures_by_library_id())


@router.get("/library-offers", response=OffersOut)
def get_library_offers(request: HttpRequest) -> OffersOut:
    """Links and trade-offs of the library between measures of the site, that the site does not state yet."""
    _require_access(request)
    return offers_out(offers_here())


@router.post("/library-offers/take", response=TakenOut)
def take_library_offers(request: HttpRequest, given: TakeIn) -> TakenOut:
    """Take over those that are named; what is not offered is passed over. For who defines measures."""
    _require_access(request)
    taken = take_from_library(ids=set(given.ids), by=caller(request))
    check_open_plans()
    return TakenOut(taken=taken, offered=list(offers_here().ids))


def _here(request: HttpRequest, name: str) -> Measure:
    """The site's measure that is one of the library, or NotFound."""
    _require_access(request)
    measure = measures_by_library_id().get(library().get(name).library_id)
    if measure is None:
        raise nothing_here()
    return measure


def _require_access(request: HttpRequest) -> None:
    """The library is the same for everyone who sees any unit, and there for nobody else."""
    if not granted_unit_ids(caller(request)).exists():
        raise nothing_here()
