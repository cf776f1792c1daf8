"""A real site's folder into its database, or a trial of it; and what it brought, counted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from wellrun.access.models import Grant
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.demo.open import open_site
from wellrun.execution.models import Action, Initiative
from wellrun.jobs.imports import Progress
from wellrun.jobs.site.load import load_site
from wellrun.lib.errors import Conflict
from wellrun.measures.models import Measure, Observation, Phase, Target
from wellrun.organisation.models import Holding, Post, SiteSetting, Unit
from wellrun.reviews.models import AgendaItem, Forum
from wellrun.strategy.models import Objective

_COUNTED: dict[str, type[Model]] = {
    "units": Unit,
    "posts": Post,
    "accounts": User,
    "grants": Grant,
    "holders": Holding,
    "measures": Measure,
    "objectives": Objective,
    "aims": Target,
    "known breaks": Phase,
    "forums": Forum,
    "initiatives": Initiative,
    "actions": Action,
    "figures": Observation,
    "agenda items": AgendaItem,
}


@dataclass(frozen=True, slots=True)
class Brought:
    """How many records of each kind a load added; a second load of the same folder adds none."""

    counts: dict[str, int]

    def words(self) -> str:
        """What there is more of, in one line."""
        parts = [f"{count:,} {kind}" for kind, count in self.counts.items() if count]
        return ", ".join(parts) if parts else _("nothing that was not there already")


def load_folder(*, folder: Path, dry_run: bool = False, progress: Progress | None = None) -> Brought:
    """Add what the folder says and the site lacks; `dry_run`: do all of it, count, and take it back.

    Raises what reading the folder raises, and `home_holds_a_demo`: a demo's password is known to everybody.
    """
    site, files = open_site(folder)
    if settings.DEMO_MARKER.exists() or SiteSetting.objects.exclude(demo="").exists():
        raise Conflict(
            "home_holds_a_demo",
            _("%(home)s holds a demo: name another folder with WELLRUN_HOME=FOLDER.") % {"home": settings.HOME},
        )
    before = _counts()
    if not dry_run:
        load_site(site=site, folder=folder, files=files, by=SYSTEM, progress=progress)
        return _since(before)
    with transaction.atomic():
        load_site(site=site, folder=folder, files=files, by=SYSTEM, progress=progress)
        brought = _since(before)
        transaction.set_rollback(True)
    return brought


def _counts() -> dict[str, int]:
    return {kind: model._default_manager.count() for kind, model in _COUNTED.items()}


def _since(before: dict[str, int]) -> Brought:
    return Brought({kind: count - before[kind] for kind, count in _counts().items()})
