"""A site folder to a `Site` and back: the generated system and a person's own are read by the same code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from wellrun.demo.integrity import broken_references
from wellrun.demo.library import is_shared, read_measures
from wellrun.demo.site import (
    ConsultationSpec,
    FeedSpec,
    MeasureSpec,
    ObservationFile,
    PhaseSpec,
    SignInSpec,
    Site,
    SourceSpec,
    UnitSpec,
)
from wellrun.demo.units import read_units, write_units
from wellrun.lib.errors import UserError
from wellrun.lib.plain import Plain, from_plain, read_yaml, to_plain, write_yaml
from wellrun.plans.specs import (
    ForumSpec,
    LimitSpec,
    LinkSpec,
    ObligationSpec,
    PlanSpec,
    PostSpec,
    TargetSpec,
    TradeOffSpec,
)

T = TypeVar("T")
CONSULTATION = "consultation.yaml"
# What `plan.yaml` holds beside the plan itself.
_OF_PLAN = ("targets", "limits", "links", "trade_offs", "obligations")


@dataclass(frozen=True)
class Head:
    """What `site.yaml` holds: the site itself and the keys of the measures it uses."""

    key: str
    name: str
    time_zone: str
    clock: datetime
    enterprise: str
    week_start: int = 0
    attribution: str = ""
    watch_early: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parts:
    """The YAML of a site folder, parsed but not yet joined with units and definitions."""

    head: Head
    posts: tuple[PostSpec, ...]
    sign_ins: tuple[SignInSpec, ...]
    sources: tuple[SourceSpec, ...]
    feeds: tuple[FeedSpec, ...]
    phases: tuple[PhaseSpec, ...]
    files: tuple[ObservationFile, ...]
    plan: PlanSpec
    targets: tuple[TargetSpec, ...]
    limits: tuple[LimitSpec, ...]
    forums: tuple[ForumSpec, ...]
    links: tuple[LinkSpec, ...] = ()
    trade_offs: tuple[TradeOffSpec, ...] = ()
    obligations: tuple[ObligationSpec, ...] = ()
    consultation: ConsultationSpec | None = None


def read_parts(folder: Path) -> Parts:
    """Everything a folder says in YAML; UserError names the file and field that is wrong."""
    sources = _mapping(folder / "sources.yaml", ("sources", "feeds", "phases", "files"))
    # `as_of` is the day for which `wellrun check` reads the file; a site has its own.
    plan = _mapping(folder / "plan.yaml", ("as_of", *_OF_PLAN, "plan"))
    return Parts(
        head=from_plain(Head, read_yaml(folder / "site.yaml"), "site.yaml"),
        posts=_list(PostSpec, read_yaml(folder / "posts.yaml"), "posts.yaml"),
        sign_ins=_list(SignInSpec, read_yaml(folder / "sign-ins.yaml"), "sign-ins.yaml"),
        sources=_list(SourceSpec, sources.get("sources"), "sources.yaml"),
        feeds=_list(FeedSpec, sources.get("feeds"), "sources.yaml"),
        phases=_list(PhaseSpec, sources.get("phases"), "sources.yaml"),
        files=_list(ObservationFile, sources.get("files"), "sources.yaml"),
        plan=from_plain(PlanSpec, plan.get("plan"), "plan.yaml"),
        targets=_list(TargetSpec, plan.get("targets"), "plan.yaml"),
        limits=_list(LimitSpec, plan.get("limits"), "plan.yaml"),
        forums=_list(ForumSpec, read_yaml(folder / "forums.yaml"), "forums.yaml"),
        links=_list(LinkSpec, plan.get("links"), "plan.yaml"),
        trade_offs=_list(TradeOffSpec, plan.get("trade_offs"), "plan.yaml"),
        obligations=_list(ObligationSpec, plan.get("obligations"), "plan.yaml"),
        consultation=_consultation(folder / CONSULTATION),
    )


def read_site(folder: Path) -> Site:
    """The site that `folder` describes; UserError when a file is missing, wrong, or names what is not there."""
    parts = read_parts(folder)
    measures = read_measures(parts.head.measures, folder / "measures")
    return assemble(parts, read_units(folder / "units.csv"), measures)


def observation_files(folder: Path) -> tuple[ObservationFile, ...]:
    """The files of observations of a site folder, in the order in which they are to be ingested."""
    return read_parts(folder).files


def assemble(parts: Parts, units: tuple[UnitSpec, ...], measures: tuple[MeasureSpec, ...]) -> Site:
    """One `Site` from its parts, refused with the first reference that leads nowhere."""
    head = parts.head
    if head.clock.tzinfo is None:
        raise UserError("site_clock_needs_zone", "site.yaml: the clock needs a time zone, like +01:00.")
    site = Site(
        key=head.key,
        name=head.name,
        time_zone=head.time_zone,
        clock=head.clock,
        enterprise=head.enterprise,
        week_start=head.week_start,
        attribution=head.attribution,
        watch_early=head.watch_early,
        units=units,
        measures=measures,
        posts=parts.posts,
        sign_ins=parts.sign_ins,
        sources=parts.sources,
        feeds=parts.feeds,
        phases=parts.phases,
        plan=parts.plan,
        targets=parts.targets,
        limits=parts.limits,
        forums=parts.forums,
        links=parts.links,
        trade_offs=parts.trade_offs,
        obligations=parts.obligations,
        consultation=parts.consultation,
    )
    broken = broken_references(site)
    if broken:
        raise UserError("site_reference_broken", broken[0], problems=broken)
    return site


def write_site(folder: Path, site: Site, files: Iterable[ObservationFile]) -> None:
    """Write `site` as a folder that `read_site` reads back; a definition that is the library's stays there."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = to_plain(site)
    head = {field.name: plain[field.name] for field in fields(Head) if field.name in plain}
    write_yaml(folder / "site.yaml", {**head, "measures": [measure.key for measure in site.measures]})
    write_units(folder / "units.csv", site.units)
    _write_own(folder / "measures", site.measures)
    for name, content in (("posts", site.posts), ("sign-ins", site.sign_ins), ("forums", site.forums)):
        write_yaml(folder / f"{name}.yaml", to_plain(content))
    plan = {"plan": plain["plan"], **{part: plain[part] for part in _OF_PLAN if part in plain}}
    write_yaml(folder / "plan.yaml", plan)
    if site.consultation is not None:
        write_yaml(folder / CONSULTATION, to_plain(site.consultation))
    write_yaml(
        folder / "sources.yaml",
        {
            "sources": to_plain(site.sources),
            "feeds": to_plain(site.feeds),
            "phases": to_plain(site.phases),
            "files": to_plain(tuple(files)),
        },
    )


def _consultation(path: Path) -> ConsultationSpec | None:
    """What people say of plans, where the folder says it."""
    return from_plain(ConsultationSpec, read_yaml(path), path.name) if path.is_file() else None


def _write_own(folder: Path, measures: Iterable[MeasureSpec]) -> None:
    for measure in measures:
        if not is_shared(measure):
            folder.mkdir(exist_ok=True)
            write_yaml(folder / f"{measure.key}.yaml", to_plain(measure))


def _mapping(path: Path, known: tuple[str, ...]) -> dict[str, Any]:
    plain = read_yaml(path)
    if not isinstance(plain, dict):
        raise UserError("site_field_wrong", f"{path.name}: a set of named fields is needed.")
    unknown = sorted(set(plain) - set(known))
    if unknown:
        raise UserError("site_field_wrong", f"{path.name}: the field {unknown[0]!r} is not known.")
    return plain


def _list(kind: type[T], plain: Plain, file: str) -> tuple[T, ...]:
    if plain is not None and not isinstance(plain, list):
        raise UserError("site_field_wrong", f"{file}: a list is needed.")
    return tuple(from_plain(kind, item, f"{file}[{n}]") for n, item in enumerate(plain or []))
