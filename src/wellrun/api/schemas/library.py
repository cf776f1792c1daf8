"""Measures of the library, with what they hang together with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from wellrun.api.schemas.fields import Answered, Given, Key, Number, Text, Word, same
from wellrun.api.schemas.measures import StandardOut, standard_out
from wellrun.library import library
from wellrun.library.definition import LinkSpec, MeasureSpec, StandardId, TradeOffSpec
from wellrun.measures.models import Measure
from wellrun.strategy.library_links import Offers

Line = Annotated[Word, StringConstraints(min_length=1)]


class LinkOut(Answered):
    """A hypothesis: when `lead` rises, `lag` is expected to move by `sign` after so many days. Never a cause."""

    id: str
    lead: str
    lag: str
    sign: str
    delay_days: list[int]
    grade: str
    source: str
    caveat: str
    status: str


class TradeOffOut(Answered):
    """Pushing `push` needs a guard on `guard`; `mechanism` says how the push could do harm."""

    id: str
    push: str
    push_good: str
    guard: str
    guard_good: str
    mechanism: str
    source: str


class LibraryMeasureOut(Answered):
    """One measure of the library. `here`: id and key of the site's measure that is this one, if it has it."""

    library_id: str
    key: str
    name: str
    domain: str
    perspective: str
    default_role: str
    settings: list[str]
    tier: str
    definition: str
    numerator: str
    denominator: str
    exclusions: list[str]
    counted_in: str
    direction: str
    scoring: str
    grain: str
    natural_frequency: str
    review_cadence: str
    chart: str
    data_lag_days: int
    standards: list[StandardOut]
    conformance: str
    contributing_teams: list[str]
    source: str
    licence: str
    here_id: UUID | None
    here_key: str | None


class LibraryMeasureWithLinksOut(LibraryMeasureOut):
    """The same with the links and trade-offs that it takes part in, by library id."""

    links: list[LinkOut]
    trade_offs: list[TradeOffOut]


class AdoptedOut(Answered):
    """The measure in the site. `is_new`: false where the site had it. `offered`: ids of links and trade-offs that
    touch measures the site has and that it does not state yet.
    """

    id: UUID
    key: str
    is_new: bool
    offered: list[str]


class TakeIn(Given):
    """`ids`: library ids of the offered links and trade-offs to take over."""

    ids: Annotated[list[Line], Field(max_length=100)]


class TakenOut(Answered):
    """How many of them are new in the site, and what is offered still."""

    taken: int
    offered: list[str]


class OffersOut(Answered):
    """What the library says between measures that the site has, and the site does not state yet."""

    links: list[LinkOut]
    trade_offs: list[TradeOffOut]


class StandardIn(Given):
    """What others call it; `evidence` is seen or recalled."""

    id: Line
    steward: Line
    evidence: Line


class DefinitionIn(Given):
    """A measure of one's own, in the fields of a definition file."""

    key: Key
    name: Line
    domain: Key
    definition: Text
    numerator: Text
    denominator: Text = ""
    exclusions: Annotated[list[Line], Field(max_length=100)] = []
    grain: Line = "month"
    scoring: Line = "proportion"
    bounded: bool = False
    may_pass_one: bool = False
    least_cases: Annotated[int, Field(ge=0, le=32767)] = 0
    direction: Line = "up"
    roll_up: Line = "ratio_of_sums"
    display_unit: Word = ""
    multiplier: Number = 1.0
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    data_lag_days: Annotated[int, Field(ge=0, le=3650)] = 0
    rule_profile: Line = "nhs"
    judged_on: Word = ""
    early_detection: bool = False
    licence: Word = ""
    source: Text = ""
    conformance: Line = "local"
    contributing_teams: Annotated[list[Line], Field(max_length=100)] = []
    library_id: Word = ""
    perspective: Word = ""
    default_role: Word = ""
    settings: Annotated[list[Line], Field(max_length=10)] = []
    counted_in: Annotated[Word, StringConstraints(max_length=80)] = ""
    natural_frequency: Word = ""
    review_cadence: Word = ""
    chart: Word = ""
    standards: Annotated[list[StandardIn], Field(max_length=50)] = []

    def spec(self) -> MeasureSpec:
        """The same as a definition."""
        given = self.model_dump(exclude={"standards"})
        lists = {name: tuple(given[name]) for name in ("exclusions", "contributing_teams", "settings")}
        standards = tuple(StandardId(**standard.model_dump()) for standard in self.standards)
        return MeasureSpec(**{**given, **lists, "standards": standards})


_TEXTS = (
    *("library_id", "key", "name", "domain", "perspective", "default_role", "tier", "definition", "numerator"),
    *("denominator", "counted_in", "direction", "scoring", "grain", "natural_frequency", "review_cadence", "chart"),
    *("data_lag_days", "conformance", "source", "licence"),
)


def library_measure_out(spec: MeasureSpec, here: Mapping[str, Measure]) -> LibraryMeasureOut:
    """A measure without its links; `here` by library id."""
    return LibraryMeasureOut(**_fields(spec, here))


def with_links_out(spec: MeasureSpec, here: Mapping[str, Measure]) -> LibraryMeasureWithLinksOut:
    """A measure with its links and trade-offs."""
    return LibraryMeasureWithLinksOut(
        **_fields(spec, here),
        links=[_link_out(link) for link in library().links_of(spec.library_id)],
        trade_offs=[_trade_off_out(trade) for trade in library().trade_offs_of(spec.library_id)],
    )


def offers_out(offers: Offers) -> OffersOut:
    """Links and trade-offs as the library says them."""
    return OffersOut(
        links=[_link_out(link) for link in offers.links],
        trade_offs=[_trade_off_out(trade) for trade in offers.trade_offs],
    )


def _fields(spec: MeasureSpec, here: Mapping[str, Measure]) -> dict[str, Any]:
    own = here.get(spec.library_id)
    lists = {name: list(getattr(spec, name)) for name in ("settings", "exclusions", "contributing_teams")}
    standards = [standard_out(standard) for standard in spec.standards]
    names: dict[str, Any] = {"here_id": own.pk if own else None, "here_key": own.key if own else None}
    return same(spec, *_TEXTS) | lists | names | {"standards": standards}


def _link_out(link: LinkSpec) -> LinkOut:
    names = ("id", "lead", "lag", "sign", "grade", "source", "status")
    return LinkOut(**same(link, *names), delay_days=list(link.delay_days), caveat=link.note)


def _trade_off_out(trade: TradeOffSpec) -> TradeOffOut:
    return TradeOffOut(**same(trade, *TradeOffOut.model_fields))
