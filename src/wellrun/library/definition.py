"""A measure's definition as a frozen value that goes to YAML and back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StandardId:
    """What others call it: an identifier, who looks after it, and whether it was confirmed on a public page."""

    id: str
    steward: str
    evidence: str  # seen | recalled

    @property
    def is_confirmed(self) -> bool:
        """Only what was seen is stated as a fact; a recalled identifier is always shown as unconfirmed."""
        return self.evidence == "seen"


@dataclass(frozen=True)
class MeasureSpec:
    """A measure's definition. A proportion is stored 0-1; `multiplier` and `decimals` shape the display."""

    key: str
    name: str
    domain: str
    definition: str
    numerator: str
    denominator: str = ""
    exclusions: tuple[str, ...] = ()
    grain: str = "month"  # day | week | month | quarter | event
    scoring: str = "proportion"  # proportion | ratio | rate | count | continuous
    bounded: bool = False
    may_pass_one: bool = False  # a numerator above its denominator is nothing odd, as in observed over expected
    least_cases: int = 0  # the source leaves out a period with fewer cases; 0: it leaves out none
    direction: str = "up"  # up | down | band | none
    roll_up: str = "ratio_of_sums"  # ratio_of_sums | sum | none
    display_unit: str = ""
    multiplier: float = 1.0
    decimals: int = 0
    data_lag_days: int = 0
    rule_profile: str = "nhs"
    judged_on: str = ""  # xmr | ip | p | pp | u | up | c | oe | oep | g | t; empty: its kind of figures decides
    early_detection: bool = False  # watched for an early change beside the rules; a site may say so of its own
    licence: str = ""
    source: str = ""
    conformance: str = "local"  # certified | approximation | local
    contributing_teams: tuple[str, ...] = ()
    library_id: str = ""  # where the influence links and trade-offs of the library know it
    perspective: str = ""  # customer | internal_process | learning_growth | financial
    default_role: str = ""  # lead | lag | balancing; only where to start, the role belongs to the objective
    settings: tuple[str, ...] = ()  # hospital | physician_group | payer
    counted_in: str = ""  # what one figure is, as its source says; display_unit is what stands on screens
    natural_frequency: str = ""  # daily | weekly | monthly | quarterly: how often a figure can be had
    review_cadence: str = ""  # daily | weekly | monthly | quarterly: how often to look at it
    chart: str = ""  # xmr | p | pp | u | c | g | t: which chart suits figures of this kind
    standards: tuple[StandardId, ...] = ()
    tier: str = ""  # core | extended for a measure of the library; empty for any other


@dataclass(frozen=True)
class LinkSpec:
    """A hypothesis: when `lead` rises, `lag` is expected to move by `sign` after between two numbers of days."""

    id: str
    lead: str  # library id
    lag: str
    sign: str  # + | -, of the values themselves and not of what is good
    delay_days: tuple[int, ...]  # least, most
    grade: str  # strong | moderate | contested | judgement | structural
    source: str
    note: str = ""  # the caveat that is shown wherever the link is
    status: str = "hypothesis"

    @property
    def is_contested(self) -> bool:
        """Whether the evidence conflicts; such a link is never shown without its caveat."""
        return self.grade == "contested"


@dataclass(frozen=True)
class TradeOffSpec:
    """Pushing one measure needs another beside it that must not get worse."""

    id: str
    push: str  # library id
    push_good: str  # up | down | band
    guard: str
    guard_good: str
    mechanism: str  # how the push could do harm
    source: str
