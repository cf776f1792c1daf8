"""What a chart says in words: rules, marks, the sentence for who cannot see it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wellrun.web import dates, figures
from wellrun.web.charts.data import ChartData, PointKind, level_at

KINDS: dict[PointKind, str | Promise] = {
    PointKind.COMMON_CAUSE: _("No change"),
    PointKind.IMPROVEMENT: _("Improving"),
    PointKind.CONCERN: _("Worsening"),
    PointKind.HIGH: _("Higher"),
    PointKind.LOW: _("Lower"),
    PointKind.NOT_JUDGED: _("Not judged"),
    PointKind.LEFT_OUT: _("Left out"),
}


def kind_word(kind: PointKind) -> str:
    """The state a point shows."""
    return str(KINDS[kind])


def counts_words(data: ChartData, index: int) -> str:
    """What a figure was computed from: "1,204 of 5,148"; "" without counts."""
    top, base = level_at(data.numerators, index), level_at(data.denominators, index)
    if top is None or base is None:
        return ""
    return gettext("%(numerator)s of %(denominator)s") % {
        "numerator": figures.number(top, 0 if float(top).is_integer() else 1),
        "denominator": figures.number(base, 0 if float(base).is_integer() else 1),
    }


def coverage_words(data: ChartData, index: int) -> str:
    """How many reported: "6 of 7"; "" where the figure is not rolled up."""
    if not data.reporting or not data.expected:
        return ""
    return figures.coverage(data.reporting[index], data.expected[index])


def describe(data: ChartData) -> str:
    """The chart in a few sentences, for who hears it."""
    latest = data.latest()
    if latest is None:
        return gettext("No figures yet.")
    present = data.present()
    said = [
        gettext("%(count)s figures from %(first)s to %(last)s; the latest is %(value)s.")
        % {
            "count": len(present),
            "first": dates.period(data.periods[present[0]], data.grain),
            "last": dates.period(data.periods[latest], data.grain),
            "value": figures.figure(data.values[latest], data.form),
        }
    ]
    centre, low, high = (level_at(levels, latest) for levels in (data.centre, data.lower, data.upper))
    if centre is not None:
        said.append(gettext("Usual level %(level)s.") % {"level": figures.figure(centre, data.form)})
    if low is not None or high is not None:
        said.append(gettext("Usual range %(range)s.") % {"range": figures.figure_range(low, high, data.form)})
    if data.aim is not None:
        said.append(gettext("Aim %(aim)s.") % {"aim": aim_words(data)})
    said += _marked(data, present)
    said += [gettext("Event %(n)d: %(text)s.") % {"n": event.number, "text": event.text} for event in data.events]
    missing = latest + 1 - present[0] - len(present)
    if missing > 0:
        said.append(ngettext("%(n)d period is missing.", "%(n)d periods are missing.", missing) % {"n": missing})
    return " ".join(said)


def aim_words(data: ChartData) -> str:
    """The aim as it is written: "78.0 %", "85.0 % to 92.0 %"."""
    if data.aim is None:
        return ""
    if data.aim.value is not None:
        return figures.figure(data.aim.value, data.form)
    return figures.figure_range(data.aim.low, data.aim.high, data.form)


def _marked(data: ChartData, present: list[int]) -> list[str]:
    said = []
    for kind, one, many in (
        (PointKind.CONCERN, _("%(n)d point marked worsening."), _("%(n)d points marked worsening.")),
        (PointKind.IMPROVEMENT, _("%(n)d point marked improving."), _("%(n)d points marked improving.")),
        (PointKind.LEFT_OUT, _("%(n)d point left out."), _("%(n)d points left out.")),
    ):
        n = sum(data.kinds[i] is kind for i in present)
        if n:
            said.append(str(one if n == 1 else many) % {"n": n})
    return said
