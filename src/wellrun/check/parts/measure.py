"""Measures, their aims, and what is believed to lie between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """A measure's definition, and what is known of its figures where there are any."""

    key: str
    name: str
    library_id: str = ""
    numerator: str = ""
    denominator: str = ""
    display_unit: str = ""
    direction: str = ""  # up | down | band | none
    source: str = ""
    version: int | None = None
    scoring: str = ""  # proportion | ratio | rate | count | continuous
    grain: str = ""  # day | week | month | quarter | event
    data_lag_days: int = 0
    rule_profile: str = ""  # nhs | western-electric | nelson | anhoej | limits; empty: not known
    conformance: str = ""  # certified | approximation | local
    contributing_teams: tuple[str, ...] = ()
    domain: str = ""
    survey: bool = False  # its cases are answers of people who were asked
    rhythm_known: bool = True  # false: its grain is the library's, and how its figures come here is not said
    defined: bool = True  # false: only its key is known, as of a measure that a plan file names and nobody defines
    rebased: bool | None = None  # the last change of definition has a break of the chart with a reason; none: no change
    heaped: bool | None = None  # values pile up just inside a threshold
    heaped_in: tuple[str, ...] = ()  # the units where they do
    fits_chart: bool | None = None  # what it is judged by fits its data
    fitting_chart: str = ""  # what would fit
    last_on_agenda: date | None = None  # the last sitting that held it
    perhaps_on_agenda: date | None = None  # the last sitting of which it is not on record whether it did
    before_forum_since: date | None = None  # of the forum that was last asked to look at it
    agendas_known: bool = False
    has_limit: bool = False  # a same-day limit stands on one of its series


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """An aim of a measure in a unit. `assurance` and the limits come from the figures; `cases` a period likewise."""

    measure: str
    unit: str
    stratum: str = "total"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    baseline: float | None = None
    baseline_points: int | None = None
    post: str | None = None
    commitment: str = "committed"
    assurance: str | None = None  # consistently_passes | inconsistent | consistently_fails
    lower: float | None = None
    upper: float | None = None
    cases: float | None = None  # expected denominator a period
    by: date | None = None

    @property
    def key(self) -> str:
        """`measure/unit`, with the stratum where it is not the total."""
        return "/".join([self.measure, self.unit, *([self.stratum] if self.stratum != "total" else [])])


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """An influence link. `counted` says that it is used as evidence of an effect."""

    key: str
    lead: str
    lag: str
    sign: str
    delay_min_days: int
    delay_max_days: int
    grade: str
    caveat: str = ""
    verdict: str = "hypothesis"  # hypothesis | supported | not_supported | cannot_tell
    counted: bool = False


@dataclass(frozen=True, slots=True)
class TradeOffFacts:
    """Pushing `push` that way needs `guard` beside it. Both by key or, where the site has none, by library id."""

    key: str
    push: str
    push_direction: str
    guard: str
    guard_direction: str
    mechanism: str = ""
