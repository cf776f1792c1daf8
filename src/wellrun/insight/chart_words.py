"""By which chart a series is judged, and why that one, in words for whoever checks it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellrun.analytics.spc.codes import Chart, ChartReason
from wellrun.measures.shown import number


def chart_words(chart: str, reason: str, sigma_z: float | None) -> str:
    """ "p′ chart: the figures spread 6.5 times as wide as chance"; without a known reason only the name.

    `chart`, `reason`: as stored with the state; `sigma_z`: how many times as wide as chance, None where not known.
    """
    name = _names().get(chart, "")
    why = _reasons().get(reason, "")
    if not name or not why or ("%(times)s" in why and sigma_z is None):
        return name
    times = {"times": number(sigma_z, 1)} if sigma_z is not None else {}
    return _("%(chart)s: %(why)s") % {"chart": name, "why": why % times}


def _names() -> dict[str, str]:
    return {
        Chart.XMR.word: _("XmR chart"),
        Chart.P.word: _("p chart"),
        Chart.PP.word: _("p′ chart"),
        Chart.U.word: _("u chart"),
        Chart.UP.word: _("u′ chart"),
        Chart.T.word: _("t chart"),
        Chart.G.word: _("g chart"),
        Chart.RUN.word: _("run chart"),
        Chart.C.word: _("c chart"),
        Chart.IP.word: _("I′ chart"),
        Chart.OE.word: _("O/E chart"),
        Chart.OEP.word: _("overdispersed O/E chart"),
    }


def _reasons() -> dict[str, str]:
    return {
        ChartReason.NO_DENOMINATORS.word: _("one value a period"),
        ChartReason.NOT_A_PROPORTION.word: _("a numerator exceeds its denominator"),
        ChartReason.NOT_COUNTED_CASES.word: _("a quotient, and not of counted cases"),
        ChartReason.CHANCE_EXPLAINS_SPREAD.word: _("chance explains how far the figures spread"),
        ChartReason.RATE_AS_CHANCE.word: _("chance explains how far the figures spread"),
        ChartReason.SPREAD_BEYOND_CHANCE.word: _("the figures spread %(times)s times as wide as chance"),
        ChartReason.RATE_BEYOND_CHANCE.word: _("the figures spread %(times)s times as wide as chance"),
        ChartReason.TIME_BETWEEN_EVENTS.word: _("the time between events"),
        ChartReason.RARE_EVENTS.word: _("too few cases a period for limits on both sides"),
        ChartReason.ASKED_FOR.word: _("named in its definition"),
        ChartReason.NAMED_UNSUITED.word: _("the chart named in its definition does not suit these figures"),
        ChartReason.COUNT_AS_CHANCE.word: _("chance explains how far the counts spread"),
        ChartReason.COUNT_BEYOND_CHANCE.word: _("the counts spread %(times)s times as wide as chance"),
        ChartReason.COUNT_STEADIER.word: _("the counts move less than chance would move them"),
        ChartReason.WEIGHED_BY_SIZE.word: _("a quotient, weighed by denominators that differ"),
        ChartReason.EXPECTED_AS_CHANCE.word: _("chance explains how far observed over expected spreads"),
        ChartReason.EXPECTED_BEYOND_CHANCE.word: _("observed over expected spreads %(times)s times as wide as chance"),
        ChartReason.CASES_BETWEEN_EVENTS.word: _("the cases between events"),
    }
