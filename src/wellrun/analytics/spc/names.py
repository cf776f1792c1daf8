"""What a chart is called in a sentence."""

from __future__ import annotations

from wellrun.analytics.spc.codes import Chart

_NAMES = {
    Chart.XMR: "XmR",
    Chart.I: "I",
    Chart.IP: "I'",
    Chart.MR: "MR",
    Chart.PP: "p'",
    Chart.UP: "u'",
    Chart.XBAR: "x-bar",
    Chart.S: "S",
    Chart.OE: "O/E",
    Chart.OEP: "overdispersed O/E",
    Chart.BCUSUM: "Bernoulli CUSUM",
}
# Said with a vowel at the beginning: "an S chart", but "a u chart".
_AN = (Chart.XMR, Chart.I, Chart.IP, Chart.MR, Chart.XBAR, Chart.S, Chart.OE, Chart.OEP)


def chart_name(chart: Chart) -> str:
    """`XmR`, `p'`, `run`."""
    return _NAMES.get(chart, chart.word)


def a_chart(chart: Chart) -> str:
    """`an XmR chart`, `a p chart`, `a Bernoulli CUSUM`."""
    kind = "" if chart is Chart.BCUSUM else " chart"
    return f"{'an' if chart in _AN else 'a'} {chart_name(chart)}{kind}"
