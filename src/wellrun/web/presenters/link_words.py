"""The words in which links and trade-offs stand on a screen."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from wellrun.library import library
from wellrun.strategy.models import InfluenceLink, TradeOff
from wellrun.strategy.models.links import Origin


def sign_names() -> Mapping[str, str]:
    """What the lag does when the lead rises."""
    return {"+": _("it is expected to rise as well"), "-": _("it is expected to fall")}


def grade_hints() -> Mapping[str, str]:
    """How much there is to say for a link, to choose from."""
    return {
        "strong": _("Strong evidence"),
        "moderate": _("Moderate evidence"),
        "contested": _("Contested: the evidence conflicts"),
        "judgement": _("Judgement of experts"),
        "structural": _("Arithmetic: the one is a part of the other"),
    }


def push_names() -> Mapping[str, str]:
    """Which way a measure is pushed."""
    return {"up": _("up"), "down": _("down"), "band": _("toward a range")}


def guard_names() -> Mapping[str, str]:
    """What the guard must not do."""
    return {"up": _("stay as high as it is"), "down": _("stay as low as it is")}


def link_sentence(link: InfluenceLink, lead: str, lag: str) -> str:
    """The link as a hypothesis in one sentence."""
    words = {"lead": lead, "lag": lag, "least": link.delay_min_days, "most": link.delay_max_days}
    if link.grade == InfluenceLink.Grade.STRUCTURAL:
        return _("“%(lead)s” is a part of “%(lag)s”.") % words
    if link.sign == InfluenceLink.Sign.PLUS:
        return _("When “%(lead)s” rises, “%(lag)s” is expected to rise, within %(least)d to %(most)d days.") % words
    return _("When “%(lead)s” rises, “%(lag)s” is expected to fall, within %(least)d to %(most)d days.") % words


def trade_off_sentence(one: TradeOff, push: str, guard: str) -> str:
    """The trade-off in one sentence."""
    words = {"push": push, "guard": guard, "way": push_names()[one.push_direction]}
    return _("Pushing “%(push)s” %(way)s needs “%(guard)s” beside it.") % words


def origin_words(one: InfluenceLink | TradeOff) -> str:
    """Whether the library says it, the site does, or the site says it otherwise than the library."""
    if one.origin == Origin.LOCAL:
        return _("own")
    return _("library, changed here") if _differs(one) else _("library")


def _differs(one: InfluenceLink | TradeOff) -> bool:
    if isinstance(one, InfluenceLink):
        spec = next((each for each in library().links if each.id == one.key), None)
        here = (one.sign, (one.delay_min_days, one.delay_max_days), one.grade, one.source_text, one.caveat)
        return spec is not None and here != (spec.sign, tuple(spec.delay_days), spec.grade, spec.source, spec.note)
    said = next((each for each in library().trade_offs if each.id == one.key), None)
    present = (one.push_direction, one.guard_direction, one.mechanism, one.source_text)
    return said is not None and present != (said.push_good, said.guard_good, said.mechanism, said.source)
