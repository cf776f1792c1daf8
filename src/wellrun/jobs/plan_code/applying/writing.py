"""One change of a plan into records, each kind through the verbs of its room."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from wellrun.execution.actions.amend import amend_initiative, drop_initiative
from wellrun.execution.actions.prediction import Hours, Prediction
from wellrun.execution.actions.take_over import take_over_action, take_over_initiative
from wellrun.execution.models import Initiative
from wellrun.execution.permission import Doer
from wellrun.jobs.plan_code.applying.known import Known
from wellrun.jobs.plan_code.applying.plain_parts import PLAIN_PARTS
from wellrun.jobs.plan_code.applying.stages import change_plan, write_plan_row
from wellrun.lib import clock
from wellrun.lib.errors import Conflict
from wellrun.measures.actions import define_from, retire_target, retire_trigger, set_target, set_trigger
from wellrun.measures.models import Trigger
from wellrun.organisation.queries import site_zone
from wellrun.plans.diff import Change
from wellrun.plans.flat import Row
from wellrun.plans.specs import ForumSpec, InitiativeSpec, LimitSpec, TargetSpec
from wellrun.reviews.actions import add_forum, amend_forum, retire_forum
from wellrun.strategy.actions import close_quarter_by_file
from wellrun.strategy.actions.parts import change_part, remove_part, write_part
from wellrun.strategy.models import Objective, Plan
from wellrun.strategy.pushes import reached_in


class Writer:
    """Makes records say what changes say. `leaving`: the keys of objectives that are given up with it.

    `heard`: when initiatives that come with the document were last spoken of, which no comparison of plans knows.
    """

    def __init__(
        self,
        known: Known,
        by: Doer,
        leaving: Collection[str] = (),
        heard: Mapping[str, date | None] = MappingProxyType({}),
    ) -> None:
        self.known, self.by, self.leaving, self.heard = known, by, leaving, heard
        self.today = clock.today(site_zone())
        self._others: dict[str, Callable[[Change], None]] = {
            "measure": self._measure,
            "plan": self._plan,
            "target": self._target,
            "limit": self._limit,
            "forum": self._forum,
            "initiative": self._initiative,
            "action": self._action,
            "closing": self._closing,
        }

    def write(self, change: Change) -> None:
        """One change; a new order of a list is written by `ordering`."""
        if change.verb == "reordered":
            return
        if change.kind in self._others:
            self._others[change.kind](change)
        else:
            self._plain(change)

    def _plain(self, change: Change) -> None:
        part, row = PLAIN_PARTS[change.kind], change.row
        where = part.where(self.known, row.path, row.spec)
        common: dict[str, Any] = {"kind": change.kind, "model": part.model, "where": where, "by": self.by}
        facts = {"subject": change.subject, "before": change.before, "after": change.after}
        if change.verb == "removed":
            remove_part(**common, facts=facts, on=self.today)
            return
        values = part.values(self.known, row.path, row.spec)
        if change.verb == "changed":
            record = change_part(**common, values=values, facts=facts)
        else:
            self._empty(change)
            record = write_part(**common, values=values | _place(row), facts=facts)
        self._keep(row, record)

    def _keep(self, row: Row, record: Any) -> None:
        """So that what comes after may name it."""
        kept: dict[str, Any] = {
            "post": self.known.posts,
            "domain": self.known.domains,
            "objective": self.known.objectives,
        }
        if row.kind in kept:
            kept[row.kind][row.path[0]] = record
        elif row.kind == "driver":
            self.known.drivers[row.path[0], row.path[1]] = record
        elif row.kind == "slice":
            self.known.slices[row.path[0], row.path[1]] = record

    def _empty(self, change: Change) -> None:
        """An objective that was given up and comes back, or a post, says only what is said of it now."""
        path = change.row.path
        if change.kind == "objective" and (former := self.known.objectives.get(path[0])):
            _clear(former)
            for held in (self.known.drivers, self.known.slices):
                for name in [name for name in held if name[0] == path[0]]:
                    del held[name]
        if change.kind == "post" and (post := self.known.posts.get(path[0])):
            post.rights.all().delete()

    def _measure(self, change: Change) -> None:
        spec = change.row.spec
        if change.verb == "added":
            self.known.measures[spec.key] = define_from(spec, by=self.by)

    def _plan(self, change: Change) -> None:
        if change.verb == "added":
            self.known.plan = write_plan_row(change.row.spec, by=self.by)
        elif change.verb == "changed":
            self.known.plan = change_plan(self.known.plan, change, by=self.by)

    def _closing(self, change: Change) -> None:
        """With the figures as they stand now; the key results of the file are written by then."""
        pushed = self.known.slices[change.row.path[0], change.row.path[1]]
        close_quarter_by_file(pushed=pushed, learning=change.row.spec.learning, reached=reached_in(pushed), by=self.by)

    def _target(self, change: Change) -> None:
        spec: TargetSpec = change.row.spec
        series = self.known.series(spec.measure, spec.unit, spec.stratum)
        if change.verb == "removed":
            retire_target(series=series, by=self.by)
            return
        set_target(
            series=series,
            value=spec.value,
            low=spec.low,
            high=spec.high,
            by_date=spec.by,
            baseline=spec.baseline,
            baseline_points=spec.baseline_points,
            commitment=spec.commitment,
            post=self.known.post(spec.post),
            source_text=spec.source,
            by=self.by,
        )

    def _limit(self, change: Change) -> None:
        spec: LimitSpec = change.row.spec
        series = self.known.series(spec.measure, spec.unit, spec.stratum)
        if change.verb == "removed":
            for trigger in Trigger.objects.filter(series=series, side=spec.side, retired_at__isnull=True):
                retire_trigger(trigger=trigger, by=self.by)
            return
        set_trigger(series=series, side=spec.side, limit=spec.limit, response=spec.response, by=self.by)

    def _forum(self, change: Change) -> None:
        spec: ForumSpec = change.row.spec
        present = self.known.forums.get(spec.key)
        if change.verb == "removed":
            if present is not None:
                retire_forum(forum=present, by=self.by)
        elif present is None:
            self.known.forums[spec.key] = add_forum(key=spec.key, **self._forum_fields(spec), by=self.by)
        else:
            if change.verb == "added":
                present.rights.all().delete()
            self.known.forums[spec.key] = amend_forum(forum=present, **self._forum_fields(spec), by=self.by)

    def _forum_fields(self, spec: ForumSpec) -> dict[str, Any]:
        known = self.known
        return {
            "name": spec.name,
            "unit": known.units[spec.unit],
            "tier": spec.tier,
            "cadence": spec.cadence,
            "first_start": spec.first_start.replace(tzinfo=ZoneInfo(spec.time_zone)),
            "chair": known.posts[spec.chair],
            "sponsor": known.posts[spec.sponsor],
            "minutes": spec.minutes,
            "time_zone": spec.time_zone,
            "domains": [known.domains[key] for key in spec.domains],
            "measures": [known.measures[key] for key in spec.measures],
            "members": [known.users[name] for name in spec.members],
            "restricted": spec.restricted,
            "false_alarms_a_month": spec.false_alarms_a_month,
        }

    def _initiative(self, change: Change) -> None:
        spec: InitiativeSpec = change.row.spec
        present = Initiative.objects.select_related("objective__plan").filter(key=spec.key).first()
        if change.verb == "added" and present is not None and present.objective.plan.stage == Plan.Stage.CLOSED:
            # Work under way outlives the plan that this one follows.
            amend_initiative(initiative=present, **self._initiative_fields(spec), by=self.by)
        elif change.verb == "added":
            if present is not None:
                sentence = f"The key {spec.key} belongs to an initiative of another plan or objective: choose another."
                raise Conflict("initiative_key_taken", sentence, key=spec.key)
            fields = self._initiative_fields(spec)
            take_over_initiative(key=spec.key, **fields, last_update=self.heard.get(spec.key), by=self.by)
        elif present is not None and change.verb == "changed":
            amend_initiative(initiative=present, **self._initiative_fields(spec), by=self.by)
        elif present is not None and not self._ends_with_its_objective(present):
            drop_initiative(initiative=present, by=self.by)

    def _ends_with_its_objective(self, initiative: Initiative) -> bool:
        """Whether it is over and stays on record with an objective that is given up."""
        over = initiative.status in (Initiative.Status.FINISHED, Initiative.Status.STOPPED)
        return over and initiative.objective.key in self.leaving

    def _initiative_fields(self, spec: InitiativeSpec) -> dict[str, Any]:
        known = self.known
        return {
            "title": spec.title,
            "objective": known.objectives[spec.objective],
            "owner": known.posts[spec.owner],
            "status": spec.status,
            "starts": spec.starts,
            "ends": spec.ends,
            "predictions": [
                Prediction(known.series(one.measure, one.unit), one.direction, one.change, one.delay_days)
                for one in spec.targets
            ],
            "design": spec.design,
            "hours": [Hours(known.posts[one.post], one.hours_a_week) for one in spec.hours],
            "idea": known.drivers[spec.objective, spec.idea] if spec.idea else None,
        }

    def _action(self, change: Change) -> None:
        spec = change.row.spec
        take_over_action(
            title=spec.title,
            done_when=spec.done_when,
            unit=self.known.units[spec.unit],
            post=self.known.posts[spec.owner],
            objective=self.known.objectives[spec.objective],
            initiative=Initiative.objects.get(key=spec.initiative) if spec.initiative else None,
            assigned=spec.assigned,
            due=spec.due,
            last_update=spec.last_update,
            update=spec.update,
            by=self.by,
        )


def _place(row: Row) -> dict[str, Any]:
    """Where in its list the part stands, for those whose order says something; the domains count from one."""
    if row.kind == "domain":
        return {"position": row.position + 1}
    return {"position": row.position} if row.kind in ("role", "contributor", "driver", "key_result") else {}


def _clear(objective: Objective) -> None:
    for parts in (objective.measures, objective.contributors, objective.effects, objective.slices):
        parts.all().delete()
    objective.driver_nodes.all().delete()
    objective.parent_links.all().delete()
    objective.child_links.all().delete()
    objective.causes.all().delete()
