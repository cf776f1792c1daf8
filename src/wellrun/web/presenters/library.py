"""The measure library as a list: what it has, what of it the site has already."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.library import library
from wellrun.library.definition import MeasureSpec
from wellrun.library.search import Wish, search
from wellrun.measures.actions.adopting import may_define
from wellrun.measures.models import Measure, MeasureVersion, Series
from wellrun.measures.queries.adopted import measures_by_library_id
from wellrun.strategy.models import Domain
from wellrun.web.frame import Frame
from wellrun.web.presenters import library_words as words

A_PAGE = 24


@dataclass(frozen=True)
class Option:
    """One value of a filter, with how many measures it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """One way to narrow the list down."""

    name: str
    label: str
    everything: str
    options: list[Option]


@dataclass(frozen=True)
class LibraryRow:
    """One measure of the library. `here`: what the site calls it, if it has it."""

    key: str
    name: str
    meaning: str
    domain: str
    settings: str
    role: str
    role_word: str
    tier: str
    cadence: str
    href: str
    here: str
    is_extended: bool


@dataclass(frozen=True)
class Own:
    """A measure of the site that is none of the library."""

    name: str
    href: str
    has_figures: bool


@dataclass(frozen=True)
class LibraryPage:
    """A page of it, and how it may be narrowed down."""

    rows: list[LibraryRow]
    page: Page[MeasureSpec]
    filters: list[Filter]
    wish: Wish
    is_narrowed: bool
    total: int
    found: int
    adopted: int
    own: list[Own]
    may_define: bool


def wish_of(query: QueryDict, looked_for: str) -> Wish:
    """What the address asks for."""
    names = ("domain", "setting", "role", "tier", "cadence")
    return Wish(words=looked_for, **{name: query.get(name, "")[:40] for name in names})


def found_measures(wish: Wish, here_wish: str, here: dict[str, Measure]) -> list[MeasureSpec]:
    """What fits the wish; `here_wish` asks for those in use here (yes), for the others (no), or for both."""
    found = search(library(), wish)
    if here_wish not in ("yes", "no"):
        return found
    return [spec for spec in found if (spec.library_id in here) == (here_wish == "yes")]


def library_page(frame: Frame, wish: Wish, here_wish: str, number: int) -> LibraryPage:
    """The measures that are wished for, a page of them. Five queries."""
    here = measures_by_library_id()
    found = found_measures(wish, here_wish, here)
    page = Paginator(found, A_PAGE).get_page(number)
    domains = site_domains()
    known = {spec.library_id for spec in library().measures}
    return LibraryPage(
        rows=[_row(spec, frame, domains, here) for spec in page.object_list],
        page=page,
        filters=[*_filters(wish, domains), _here_filter(wish, here_wish, here)],
        wish=wish,
        is_narrowed=not wish.is_empty or bool(here_wish),
        total=len(library().measures),
        found=len(found),
        adopted=len(known & set(here)),
        own=_own(frame) if wish.is_empty and not here_wish else [],
        may_define=may_define(frame.user),
    )


def site_domains() -> dict[str, str]:
    """The domains by key, as the site calls and orders them; last those of the library that it has not."""
    own = dict(Domain.objects.order_by("position", "key").values_list("key", "name"))
    return own | {key: name for key, name in words.domain_names().items() if key not in own}


def _row(spec: MeasureSpec, frame: Frame, domains: dict[str, str], here: dict[str, Measure]) -> LibraryRow:
    adopted = here.get(spec.library_id)
    return LibraryRow(
        key=spec.key,
        name=spec.name,
        meaning=spec.definition,
        domain=domains[spec.domain],
        settings=words.listed(spec.settings, words.setting_names()),
        role=spec.default_role,
        role_word=words.role_names()[spec.default_role],
        tier=words.tier_names()[spec.tier],
        cadence=words.cadence_names()[spec.review_cadence],
        href=reverse("library_measure", args=[frame.unit.key, spec.key]),
        here=adopted.key if adopted else "",
        is_extended=spec.tier == "extended",
    )


def _own(frame: Frame) -> list[Own]:
    """The measures of the site that are none of the library, by name; one query."""
    of_library = [spec.key for spec in library().measures]
    rows = MeasureVersion.objects.filter(current=True, measure__retired_on__isnull=True)
    rows = rows.exclude(measure__key__in=of_library).annotate(
        has_figures=Exists(Series.objects.filter(measure=OuterRef("measure")))
    )
    return [
        Own(name, reverse("own_measure", args=[frame.unit.key, key]), has_figures)
        for key, name, has_figures in rows.order_by("name").values_list("measure__key", "name", "has_figures")
    ]


def _filters(wish: Wish, domains: dict[str, str]) -> list[Filter]:
    five = {key: name for key, name in domains.items() if key in words.domain_names()}
    return [
        _filter("domain", _("Domain"), _("All"), five, wish),
        _filter("setting", _("Setting"), _("All"), words.setting_names(), wish),
        _filter("role", _("Role"), _("All"), words.role_names(), wish),
        _filter("cadence", _("Looked at"), _("All"), words.cadence_names(), wish),
        _filter("tier", _("Who needs it"), _("Both"), words.tier_names(), wish),
    ]


def _here_filter(wish: Wish, here_wish: str, here: dict[str, Measure]) -> Filter:
    names = {"yes": _("In use"), "no": _("Not in use")}
    options = [Option(key, said, len(found_measures(wish, key, here)), key == here_wish) for key, said in names.items()]
    return Filter("here", _("Here"), _("Both"), options)


def _filter(name: str, label: str, everything: str, names: dict[str, str], wish: Wish) -> Filter:
    chosen = getattr(wish, name)
    options = [
        Option(key, said, len(search(library(), replace(wish, **{name: key}))), key == chosen)
        for key, said in names.items()
    ]
    return Filter(name, label, everything, options)
