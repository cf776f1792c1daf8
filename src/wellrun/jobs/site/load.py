"""The whole way of a first load, in the order in which one thing needs another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wellrun.audit.actions import SYSTEM
from wellrun.demo.site import ObservationFile, Site
from wellrun.execution.permission import Doer
from wellrun.insight.models import EvaluationRun
from wellrun.jobs.clock import Tick, tick
from wellrun.jobs.evaluation import Evaluated, evaluate_and_raise
from wellrun.jobs.imports import Progress
from wellrun.jobs.site.consultation import load_consultation
from wellrun.jobs.site.definitions import load_breaks, load_definitions
from wellrun.jobs.site.figures import load_figures
from wellrun.jobs.site.people import load_people
from wellrun.jobs.site.places import load_places
from wellrun.jobs.site.plan import load_aims_and_work, load_plan, load_posts
from wellrun.lib import clock
from wellrun.measures.receiving import IngestResult


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load brought; one of a site that is there already brings nothing."""

    ingested: tuple[IngestResult, ...]
    evaluated: Evaluated
    tick: Tick


def load_site(
    *,
    site: Site,
    folder: Path,
    files: Sequence[ObservationFile],
    demo: str = "",
    password: str | None = None,
    clock_file: Path | None = None,
    by: Doer = SYSTEM,
    progress: Progress | None = None,
) -> Loaded:
    """Write down everything that `site` says and take in its files, judged as a first load.

    `demo`: which demo this is, if any. `password` is for the shown sign-ins. `clock_file`: where the clock is to
    stand still from now on; one that stands already stays where it was moved to. Whatever bears a key that is known
    stays as it is, so a second load changes nothing, and one that was cut off is finished by the next.
    """
    if clock_file is not None and clock.standing_at() is None:
        clock.set_standing(clock_file, site.clock)
    tell = progress or _silent
    tell("organisation", 0, 1)
    load_places(site, demo=demo, by=by)
    load_posts(site, by=by)
    load_people(site, password=password, by=by)
    load_definitions(site, by=by)
    load_plan(site, by=by)
    tell("organisation", 1, 1)
    ingested = load_figures(folder, files, by=by, progress=progress)
    load_aims_and_work(site, by=by)
    load_breaks(site, by=by)
    evaluated = evaluate_and_raise(cause=_cause(), progress=progress)
    load_consultation(site, by=by)
    return Loaded(tuple(ingested), evaluated, tick())


def _cause() -> EvaluationRun.Cause:
    """The first evaluation of a site tells old changes from news; later ones need not."""
    is_first = not EvaluationRun.objects.exists()
    return EvaluationRun.Cause.FIRST_LOAD if is_first else EvaluationRun.Cause.IMPORT


def _silent(step: str, done: int, total: int) -> None:
    """Nobody watches."""
