"""The strategy map of a unit: its objectives by perspective, their states, and what is expected to help what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.strategy.models import CauseEffect, Objective, ObjectiveMeasure, Plan
from wellrun.strategy.queries import active_plan, objectives_in_force
from wellrun.web import dates
from wellrun.web.charts import map_drawing
from wellrun.web.charts.map_drawing import DrawnBox, DrawnTier
from wellrun.web.counts import capital, in_words
from wellrun.web.frame import Frame
from wellrun.web.presenters.judged_line import judged_line
from wellrun.web.presenters.library_words import perspective_names
from wellrun.web.presenters.line_of_sight import objective_href
from wellrun.web.presenters.priority import PriorityState, priority_state
from wellrun.web.presenters.rows import current_versions, measure_row, series_of, state_of

# From what one is there for down to what it rests on; "" are objectives that name no perspective.
TIERS = ("customer", "financial", "internal_process", "learning_growth", "")


@dataclass(frozen=True, slots=True)
class MapBox:
    """One objective; `href` is its card."""

    key: str
    rank: int | None
    title: str
    perspective: str
    state: PriorityState
    href: str


@dataclass(frozen=True, slots=True)
class MapTier:
    """One perspective; `boxes` by rank."""

    name: str
    boxes: list[MapBox]


@dataclass(frozen=True, slots=True)
class MapArrow:
    """Reaching the cause is expected to help the effect."""

    cause: MapBox
    effect: MapBox
    because: str


@dataclass(frozen=True)
class StrategyMap:
    """What the page shows; `said` is the sentence first.

    `head`, `note` and `origins`, whose figures these are, stand on the file. `judged`: by which rules changes were
    found.
    """

    plan: Plan | None
    said: str
    tiers: list[MapTier]
    arrows: list[MapArrow]
    head: str = ""
    note: str = ""
    origins: tuple[str, ...] = ()
    judged: str = ""

    @property
    def boxes(self) -> list[MapBox]:
        """Every objective of the map."""
        return [box for tier in self.tiers for box in tier.boxes]

    @property
    def unplaced(self) -> int:
        """How many objectives name no perspective."""
        return sum(1 for box in self.boxes if not box.perspective)

    @cached_property
    def drawing(self) -> SafeString:
        """The picture inside the page."""
        return map_drawing.for_page(self._drawn(), self._pairs(), self.about)

    def file(self) -> str:
        """The picture as a file of its own."""
        return map_drawing.for_file(
            self._drawn(), self._pairs(), self.about, head=self.head, notes=[self.note, *self.origins]
        )

    @property
    def about(self) -> str:
        """What the picture shows, for who hears it."""
        tiers = [f"{tier.name}: {'; '.join(box.title for box in tier.boxes)}." for tier in self.tiers if tier.boxes]
        return " ".join([*tiers, *(arrow_words(arrow) for arrow in self.arrows)])

    def _drawn(self) -> list[DrawnTier]:
        return [DrawnTier(tier.name, [_drawn(box) for box in tier.boxes]) for tier in self.tiers]

    def _pairs(self) -> list[tuple[str, str]]:
        return [(arrow.cause.key, arrow.effect.key) for arrow in self.arrows]


def arrow_words(arrow: MapArrow) -> str:
    """The arrow as a sentence."""
    words = {"cause": arrow.cause.title, "effect": arrow.effect.title, "because": arrow.because.strip()}
    if not words["because"]:
        return _("“%(cause)s” is expected to help “%(effect)s”.") % words
    return _("“%(cause)s” is expected to help “%(effect)s”: %(because)s") % words


def strategy_map(frame: Frame) -> StrategyMap:
    """The objectives of the unit in the plan in force; six queries."""
    plan = active_plan()
    objectives = list(objectives_in_force().filter(unit=frame.unit).select_related("plan")) if plan else []
    if not objectives:
        return StrategyMap(plan, "", [], [])
    boxes, judged = _boxes(frame, objectives)
    arrows = _arrows(boxes)
    names = {**perspective_names(), "": _("No perspective named yet")}
    named = {box.perspective for box in boxes.values()}
    # A perspective that no objective is in is a gap and stands there empty, once the plan names any.
    shown = [key for key in TIERS if key in named or (key and named != {""})]
    tiers = [MapTier(names[key], [box for box in boxes.values() if box.perspective == key]) for key in shown]
    return StrategyMap(
        plan,
        _said(list(boxes.values()), len(arrows)),
        tiers,
        arrows,
        head=_("Strategy map of %(unit)s, %(day)s")
        % {"unit": frame.unit.name, "day": dates.day(frame.today, year=True)},
        note=_("An arrow says what is expected to help, not what figures have shown."),
        origins=tuple(line for line in (judged, *_origins(frame, plan)) if line),
        judged=judged,
    )


def _origins(frame: Frame, plan: Plan | None) -> tuple[str, ...]:
    """Whose figures these are, and that the plan is an example where it is; they go with the file."""
    example = _("%(plan)s. The figures are real; objectives, posts and aims are an example.")
    illustrative = example % {"plan": plan.name} if plan is not None and plan.illustrative else ""
    return tuple(line for line in (illustrative, frame.site.attribution) if line)


def _boxes(frame: Frame, objectives: list[Objective]) -> tuple[dict[UUID, MapBox], str]:
    """Each objective with how it stands, as on the page of the strategy; and by which rules changes were found."""
    roles: dict[UUID, list[ObjectiveMeasure]] = defaultdict(list)
    for role in ObjectiveMeasure.objects.filter(objective__in=objectives):
        roles[role.objective_id].append(role)
    versions = current_versions(role.measure_id for those in roles.values() for role in those)
    series = series_of(frame.unit, versions)

    def state(objective: Objective) -> PriorityState:
        return priority_state(
            [
                measure_row(
                    frame.unit, versions[one.measure_id], series.get(one.measure_id), one.role, today=frame.today
                )
                for one in roles[objective.pk]
            ]
        )

    judged = [(versions[key].name, state_of(one)) for key, one in series.items()]
    line = judged_line((name, known.profile, known.watched) for name, known in judged if known is not None)
    boxes = {
        one.pk: MapBox(one.key, one.rank, one.title, one.perspective, state(one), objective_href(one))
        for one in objectives
    }
    return boxes, line


def _arrows(boxes: dict[UUID, MapBox]) -> list[MapArrow]:
    """The arrows between these objectives, by the rank of the cause, then of the effect."""
    found = CauseEffect.objects.filter(cause__in=boxes, effect__in=boxes)
    arrows = [MapArrow(boxes[one.cause_id], boxes[one.effect_id], one.because) for one in found]
    order = {box.key: n for n, box in enumerate(boxes.values())}
    return sorted(arrows, key=lambda arrow: (order[arrow.cause.key], order[arrow.effect.key]))


def _drawn(box: MapBox) -> DrawnBox:
    return DrawnBox(box.key, box.rank, box.title, box.state.words, box.state.tone, box.state.state.icon, box.href)


def _said(boxes: list[MapBox], n_arrows: int) -> str:
    """How many objectives and arrows there are, and how many objectives are in trouble or not known."""
    count = ngettext("one objective", "%(n)s objectives", len(boxes)) % {"n": in_words(len(boxes))}
    arrows = ngettext("one arrow", "%(n)s arrows", n_arrows) % {"n": in_words(n_arrows)} if n_arrows else _("no arrow")
    said = [capital(_("%(objectives)s and %(arrows)s between them.") % {"objectives": count, "arrows": arrows})]
    if len(boxes) == 1:
        said = [capital(count) + "."]
    trouble = sum(1 for box in boxes if box.state.in_trouble)
    if trouble:
        found = ngettext(
            "One gets worse or falls short of its aim.", "%(n)s get worse or fall short of their aim.", trouble
        )
        said.append(found % {"n": capital(in_words(trouble))})
    unknown = sum(1 for box in boxes if box.state.is_unknown)
    if unknown:
        found = ngettext("Of one nothing can be told.", "Of %(n)s nothing can be told.", unknown)
        said.append(found % {"n": in_words(unknown)})
    return " ".join(said)
