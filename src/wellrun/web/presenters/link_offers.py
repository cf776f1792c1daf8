"""What the library says between measures of the site and the site does not say yet, as lines to choose from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellrun.library import library
from wellrun.library.definition import LinkSpec, TradeOffSpec
from wellrun.strategy.library_links import Offers
from wellrun.web.presenters.library_words import grade_names
from wellrun.web.presenters.link_words import push_names


@dataclass(frozen=True)
class OfferedLine:
    """One that may be taken over. `caveat`: what speaks against a link, or how a push could do harm."""

    id: str
    sentence: str
    grade: str
    is_contested: bool
    caveat: str
    source: str
    is_chosen: bool


def offered_lines(offers: Offers, chosen: Collection[str]) -> list[OfferedLine]:
    """Links, then trade-offs; no query."""
    names = {spec.library_id: spec.name for spec in library().measures}
    links = [_link(one, names, one.id in chosen) for one in offers.links]
    return [*links, *(_trade_off(one, names, one.id in chosen) for one in offers.trade_offs)]


def _link(one: LinkSpec, names: dict[str, str], is_chosen: bool) -> OfferedLine:
    least, most = one.delay_days
    words = {"lead": names[one.lead], "lag": names[one.lag], "least": least, "most": most}
    if one.grade == "structural":
        sentence = _("“%(lead)s” is a part of “%(lag)s”.")
    elif one.sign == "+":
        sentence = _("When “%(lead)s” rises, “%(lag)s” is expected to rise, within %(least)d to %(most)d days.")
    else:
        sentence = _("When “%(lead)s” rises, “%(lag)s” is expected to fall, within %(least)d to %(most)d days.")
    grade = grade_names()[one.grade]
    return OfferedLine(one.id, sentence % words, grade, one.is_contested, one.note, one.source, is_chosen)


def _trade_off(one: TradeOffSpec, names: dict[str, str], is_chosen: bool) -> OfferedLine:
    words = {"push": names[one.push], "guard": names[one.guard], "way": push_names()[one.push_good]}
    sentence = _("Pushing “%(push)s” %(way)s needs “%(guard)s” beside it.") % words
    return OfferedLine(one.id, sentence, "", False, one.mechanism, one.source, is_chosen)
