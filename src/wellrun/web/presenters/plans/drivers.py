"""The driver diagram of an objective: aim, drivers and ideas with the measures and initiatives they lead to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.execution.models import Initiative
from wellrun.measures.models import MeasureVersion, Series
from wellrun.strategy.models import DriverNode, Objective, ObjectiveMeasure
from wellrun.web import dates, states
from wellrun.web.charts import driver_drawing
from wellrun.web.charts.driver_drawing import DrawnChip, DrawnDriver
from wellrun.web.counts import capital, in_words
from wellrun.web.frame import Frame
from wellrun.web.presenters.plans.driver_words import column_names, kind_names, status_words
from wellrun.web.presenters.plans.objective_words import objective_address
from wellrun.web.presenters.rows import MeasureRow, current_versions, measure_row, series_of

AIM = ""
"""Where the picture names the aim; boxes go by their keys, which are never empty."""
_COLUMN = {"primary": 1, "secondary": 2, "idea": 3}


@dataclass(frozen=True)
class Tried:
    """An initiative that tries an idea."""

    title: str
    status: str
    href: str


@dataclass(frozen=True)
class DriverBox:
    """One box with what hangs below it. `start_href`: where an initiative begins from an idea; empty for any other."""

    key: str
    kind: str
    text: str
    parent: str
    measure: MeasureRow | None
    tried: tuple[Tried, ...]
    below: tuple[DriverBox, ...]
    edit_href: str
    move_href: str
    add_href: str
    start_href: str
    is_first: bool
    is_last: bool

    @property
    def kind_name(self) -> str:
        """What it is, in words."""
        return kind_names()[self.kind]


@dataclass(frozen=True)
class DriverDiagram:
    """What the page shows. `results`: the measures that show whether the aim is reached; `aim`: set for them."""

    objective: Objective
    said: str
    aim: str
    results: tuple[MeasureRow, ...]
    boxes: tuple[DriverBox, ...]
    may_write: bool
    day: str

    @property
    def add_href(self) -> str:
        """Where a primary driver is added."""
        return objective_address("driver_new", self.objective, kind="primary")

    @property
    def suggested_href(self) -> str:
        """Where it is shown what the links suggest."""
        return objective_address("driver_suggested", self.objective)

    @property
    def svg_href(self) -> str:
        """The picture as a file."""
        return objective_address("driver_svg", self.objective)

    @cached_property
    def drawing(self) -> SafeString:
        """The picture inside the page."""
        return driver_drawing.for_page(self._drawn, self._headings, _("Driver diagram"), self.about)

    def file(self, notes: Sequence[str]) -> str:
        """The picture as a file of its own."""
        head = _("Driver diagram: %(objective)s, %(day)s") % {"objective": self.objective.title, "day": self.day}
        return driver_drawing.for_file(self._drawn, self._headings, self.about, head=head, notes=notes)

    @property
    def about(self) -> str:
        """What the picture shows, for who hears it."""
        told = [_("Aim: %(text)s.") % {"text": self.objective.title}]
        for box in _all(self.boxes):
            words = {"kind": box.kind_name, "text": box.text, "parent": self._text_of(box.parent)}
            told.append(_("%(kind)s: “%(text)s”, below “%(parent)s”.") % words)
        return " ".join(told)

    def _text_of(self, key: str) -> str:
        return next((box.text for box in _all(self.boxes) if box.key == key), self.objective.title)

    @cached_property
    def _headings(self) -> list[str]:
        """The names of the columns as far as the last one in use."""
        last = max((_COLUMN[box.kind] for box in _all(self.boxes)), default=0)
        return column_names()[: last + 1]

    @cached_property
    def _drawn(self) -> list[DrawnDriver]:
        chips = tuple(_measure_chip(row) for row in self.results)
        aim = DrawnDriver(AIM, 0, None, self.objective.title, self.aim, chips)
        return [aim, *(_drawn(box) for box in _all(self.boxes))]


def driver_diagram(frame: Frame, objective: Objective, *, may_write: bool) -> DriverDiagram:
    """The diagram of an objective that carries its plan and unit; six queries."""
    nodes = list(DriverNode.objects.filter(objective=objective).order_by("position", "key"))
    roles = list(ObjectiveMeasure.objects.filter(objective=objective, role=ObjectiveMeasure.Role.LAG))
    rows = _rows(frame, objective, [*(one.measure_id for one in roles), *(one.measure_id for one in nodes)])
    boxes = _Boxes(frame, objective, nodes, rows).below(None)
    return DriverDiagram(
        objective=objective,
        said=_said(boxes),
        aim=_aim(objective, [one.measure_id for one in roles], rows),
        results=tuple(rows[one.measure_id] for one in roles if one.measure_id in rows),
        boxes=boxes,
        may_write=may_write,
        day=dates.day(frame.today, year=True),
    )


class _Boxes:
    """The nodes of a diagram as a tree."""

    def __init__(
        self, frame: Frame, objective: Objective, nodes: list[DriverNode], rows: Mapping[UUID, MeasureRow]
    ) -> None:
        self.frame, self.objective, self.rows = frame, objective, rows
        self.children: dict[UUID | None, list[DriverNode]] = defaultdict(list)
        for node in nodes:
            self.children[node.parent_id].append(node)
        self.tried = _tried(objective)

    def below(self, parent: DriverNode | None) -> tuple[DriverBox, ...]:
        """What hangs below a box, or below the aim."""
        beside = self.children[parent.pk if parent else None]
        return tuple(
            self._box(node, parent.key if parent else AIM, node is beside[0], node is beside[-1]) for node in beside
        )

    def _box(self, node: DriverNode, parent: str, is_first: bool, is_last: bool) -> DriverBox:
        is_idea = node.kind == DriverNode.Kind.IDEA
        kind = "secondary" if node.kind == DriverNode.Kind.PRIMARY else "idea"
        return DriverBox(
            key=node.key,
            kind=node.kind,
            text=node.text,
            parent=parent,
            measure=self.rows.get(node.measure_id) if node.measure_id else None,
            tried=tuple(self._initiative(one) for one in self.tried[node.pk]),
            below=self.below(node),
            edit_href=self._address("driver_edit", node),
            move_href=self._address("driver_move", node),
            add_href="" if is_idea else objective_address("driver_new", self.objective, parent=node.key, kind=kind),
            start_href=_start(self.objective, node) if is_idea else "",
            is_first=is_first,
            is_last=is_last,
        )

    def _initiative(self, one: Initiative) -> Tried:
        return Tried(one.title, status_words(one, self.frame.today), reverse("initiative", args=[one.key]))

    def _address(self, name: str, node: DriverNode) -> str:
        return reverse(name, args=[self.objective.plan.key, self.objective.key, node.key])


def _start(objective: Objective, node: DriverNode) -> str:
    """Where an initiative is begun that tries the idea, filled in."""
    try:
        return objective_address("initiative_new", objective, idea=node.key, title=node.text)
    except NoReverseMatch:
        return ""


def _tried(objective: Objective) -> dict[UUID, list[Initiative]]:
    found: dict[UUID, list[Initiative]] = defaultdict(list)
    for one in Initiative.objects.filter(idea__objective=objective).order_by("starts", "title"):
        found[one.idea_id].append(one)  # type: ignore[index]
    return found


def _rows(frame: Frame, objective: Objective, measures: Iterable[UUID | None]) -> dict[UUID, MeasureRow]:
    """The measures of the diagram as the objective's unit follows them; two queries."""
    versions: Mapping[UUID, MeasureVersion] = current_versions(pk for pk in measures if pk is not None)
    series: Mapping[UUID, Series] = series_of(objective.unit, versions)
    return {
        pk: measure_row(objective.unit, version, series.get(pk), today=frame.today) for pk, version in versions.items()
    }


def _aim(objective: Objective, results: Sequence[UUID], rows: Mapping[UUID, MeasureRow]) -> str:
    """What is set for the first of the results that has an aim."""
    for pk in results:
        row = rows.get(pk)
        if row is not None and row.has_aim:
            return _("Aim: %(measure)s %(aim)s") % {"measure": row.name, "aim": row.aim}
    return _("No aim is set for a result of it.")


def _all(boxes: Iterable[DriverBox]) -> Iterable[DriverBox]:
    """Every box, each before what hangs below it."""
    for box in boxes:
        yield box
        yield from _all(box.below)


def _drawn(box: DriverBox) -> DrawnDriver:
    chips = [_measure_chip(box.measure)] if box.measure is not None else []
    chips += [DrawnChip(one.title, one.status, href=one.href) for one in box.tried]
    return DrawnDriver(box.key, _COLUMN[box.kind], box.parent, box.text, chips=tuple(chips))


def _measure_chip(row: MeasureRow) -> DrawnChip:
    """A measure with its latest figure and whether it really changed."""
    state = states.change_state(row.change)
    words = _("%(value)s. %(state)s") % {"value": row.value, "state": state.word} if row.state else str(state.word)
    return DrawnChip(row.name, words, state.tone, state.icon, row.href)


def _counted(words: str, count: int) -> str:
    """So many in words; empty where there is none."""
    return words % {"n": in_words(count)} if count else ""


def _said(boxes: tuple[DriverBox, ...]) -> str:
    """How many drivers and ideas there are, and how many ideas are being tried."""
    every = list(_all(boxes))
    if not every:
        return ""
    n = {kind: sum(box.kind == kind for box in every) for kind in _COLUMN}
    parts = [
        _counted(ngettext("one primary driver", "%(n)s primary drivers", n["primary"]), n["primary"]),
        _counted(ngettext("one secondary driver", "%(n)s secondary drivers", n["secondary"]), n["secondary"])
        or _("no secondary driver"),
        _counted(ngettext("one change idea", "%(n)s change ideas", n["idea"]), n["idea"]) or _("no change idea yet"),
    ]
    words = {"primary": parts[0], "secondary": parts[1], "ideas": parts[2]}
    told = capital(_("%(primary)s, %(secondary)s, %(ideas)s.") % words)
    if not n["idea"]:
        return told
    tried = sum(bool(box.tried) for box in every)
    if not tried:
        return f"{told} {_('No initiative tries one of them yet.')}"
    sentence = ngettext("An initiative tries one of them.", "Initiatives try %(n)s of them.", tried)
    return f"{told} {sentence % {'n': in_words(tried)}}"
