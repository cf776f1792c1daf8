"""What an item knows: parameters for sentences, as they stood when it was raised. No sentence is stored.

Dates are ISO texts; values as stored (a proportion is 0-1); None where there is none.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Display(TypedDict):
    """How the measure's figures are shown."""

    multiplier: float
    decimals: int
    unit: str


class Coverage(TypedDict):
    """How many of the units below reported the figure."""

    reporting: int
    expected: int


class StateFacts(TypedDict):
    """A series as it stands: which, how its figures are shown, its newest figure, its usual level and range.

    `phase_points`: figures since `phase_start`, at most 24. `early_detection`: whether it is watched beside the rules.
    Facts of old have none of these, nor `status`.
    """

    measure: str
    name: str
    grain: str
    display: Display
    unit: str
    unit_name: str
    stratum: str
    direction: str
    profile: str
    early_detection: NotRequired[bool]
    chart: str
    version: int
    points: int
    phase_points: NotRequired[int]
    phase_start: NotRequired[str | None]
    status: NotRequired[str]
    period: str | None
    value: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    change: str
    aim: str
    target_low: float | None
    target_high: float | None
    coverage: Coverage | None
    data: DataFacts


class DataFacts(TypedDict):
    """How old the figures are: the newest period, when it arrived and from whom."""

    period: str | None
    received_at: str | None
    source: str


class UnitFacts(TypedDict):
    """One unit folded beneath a systemic item; `depth`: how many levels below it. Facts of old may have none."""

    unit: str
    name: str
    first_fired: str
    began: str
    depth: NotRequired[int]


class TakenUpFacts(TypedDict):
    """A local item that was taken up into that of the whole, with what people had written of it."""

    item: str
    unit_name: str
    forum: str
    drivers: str


class ScopeFacts(TypedDict):
    """Local, systemic or unclear, with its counts; `units` are those folded beneath a systemic item."""

    scope: str
    same: int
    of: int
    parent: bool
    parent_name: str
    units: list[UnitFacts]


class RoleFacts(TypedDict):
    """What the measure is to one objective."""

    objective: str
    title: str
    role: str


class LinkedFacts(TypedDict):
    """Another measure of the same objective in the same unit, which moved too. Facts of old may have no grain."""

    measure: str
    name: str
    role: str
    change: str
    since: str | None
    period: str | None
    value: float | None
    display: Display
    grain: NotRequired[str]


class LaterFacts(TypedDict):
    """A signal that came on the same side while the item was open."""

    first_fired: str
    rules: list[str]


class EarlyFacts(TypedDict):
    """What early detection says of a signal that it alone has found: p at its first firing, `q` that among the
    `watched` series of the measure in that period (None: not told yet), the least `chance` a year at which it would
    have fired so far. Facts of old may have it of others too, and say in `found` whether it came first.
    """

    p: float
    chance: float
    q: float | None
    watched: int | None
    found: NotRequired[bool]


class SignalFacts(StateFacts):
    """A signal in its series.

    `run`: points in a row on the signal's side of the usual level up to the newest; `trend`: points in a row that
    moved to that side; `since`: the first of the points in a row up to the newest that are marked on that side, or
    where the signal began when the newest is not; `run` is 0 where it starts elsewhere. `profile`: the signal's own.
    `early`: None where a fixed rule has fired.
    `later`: signals that attached since.
    `taken_up`: local items that were taken up into this one. `withdrawn`: the signal was taken back, `withdrawn_why` by
    what: rules, baseline, left_out, correction.
    """

    side: str
    meaning: str
    rules: list[str]
    began: str
    first_fired: str
    last_fired: str
    since: str
    run: int
    trend: int
    scope: ScopeFacts
    role: RoleFacts | None
    roles: list[RoleFacts]
    linked: list[LinkedFacts]
    early: NotRequired[EarlyFacts | None]
    later: NotRequired[list[LaterFacts]]
    withdrawn: NotRequired[bool]
    withdrawn_why: NotRequired[str]
    taken_up: NotRequired[list[TakenUpFacts]]


class OldChange(TypedDict):
    """A change that was already old at the first load: enough for a line of a table. `period`: newest figure then."""

    signal: str
    period: str | None
    measure: str
    name: str
    unit: str
    unit_name: str
    grain: str
    side: str
    meaning: str
    began: str
    first_fired: str


class LongStandingFacts(TypedDict):
    """The old changes of one forum, folded into one question."""

    signals: list[OldChange]


class LookBackFacts(TypedDict):
    """The day on which an outcome is looked at again: what was chosen, how it stood then and how it stands now."""

    outcome: str
    text: str
    recorded_on: str
    look_back: str
    then: StateFacts | None
    now: StateFacts | None


class StalledFacts(TypedDict):
    """An action that is stuck: `silent_days` since its last update, or past its due date."""

    number: int
    title: str
    post: str
    status: str
    due: str
    overdue: bool
    last_update: str
    silent_days: int
    update_every_days: int


class ObligationFacts(TypedDict):
    """What a regulator or payer requires by a day: `obligation` is its key; `post` answers for it, or ""."""

    obligation: str
    title: str
    regulator: str
    clause: str
    post: str
    evidence: str
    due: str
    overdue: bool


class SilentFacts(TypedDict):
    """An initiative that is stuck: `initiative` is its key; `silent_days` since it was last spoken of, or begun."""

    initiative: str
    title: str
    post: str
    ends: str | None
    overdue: bool
    last_update: str | None
    silent_days: int
    update_every_days: int
