"""Icons, state tags, figures and dates for templates."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wellrun.web import dates, figures, icons, states
from wellrun.web.parts import Cell
from wellrun.web.way_back import PARAMETER, way_back_of, with_way_back

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "flag" %}`: decoration beside a word; with a label it speaks for itself."""
    if name not in icons.NAMES:
        raise template.TemplateSyntaxError(f"no icon is called {name!r}; add it to wellrun.web.icons")
    href = f"{static('built/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon icon-{}" role="img" aria-label="{}"><use href="{}"></use></svg>', name, label, href
        )
    return format_html(
        '<svg class="icon icon-{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', name, href
    )


def _state_tag(state: states.State) -> SafeString:
    return format_html('<span class="tag tag-{}">{}{}</span>', state.tone, icon(state.icon), state.word)


@register.simple_tag
def change_tag(code: str) -> SafeString:
    """`{% change_tag state %}`: no change, improving, worsening (higher or lower where no side is better)."""
    return _state_tag(states.change_state(code))


@register.simple_tag
def aim_tag(code: str | None, change: str = "") -> SafeString:
    """`{% aim_tag assurance change %}`: meets it, sometimes, short of it; improving but short: not there yet."""
    return _state_tag(states.aim_state(code, change))


@register.simple_tag
def tag(word: str, tone: str = "flat", icon_name: str = "") -> SafeString:
    """`{% tag word "harm" "shield" %}`: any other state; tones are good, bad, flat, harm, accent."""
    shape = icon(icon_name) if icon_name else SafeString("")
    return format_html('<span class="tag tag-{}">{}{}</span>', tone, shape, word)


@register.simple_tag(takes_context=True)
def onward(context: template.Context, href: str) -> str:
    """`{% onward href %}`: a step on the way to what is mended; it keeps the way back that the page was opened with."""
    back = way_back_of(context["request"])
    return with_way_back(href, back) if back else href


@register.simple_tag(takes_context=True)
def way_back_field(context: template.Context) -> SafeString:
    """`{% way_back_field %}`: the same for a form that is sent as a question."""
    back = way_back_of(context["request"])
    return format_html('<input type="hidden" name="{}" value="{}">', PARAMETER, back) if back else SafeString("")


@register.filter
def thousands(count: int) -> str:
    """`{{ rows|thousands }}`: a count with the site's separator, "12,480"."""
    return figures.number(count)


@register.simple_tag
def role_chip(role: str) -> SafeString:
    """`{% role_chip "lead" %}`: the role of a measure toward one objective."""
    return format_html('<span class="role">{}</span>', states.role_word(role))


@register.simple_tag
def figure(value: float | None, form: figures.FigureFormat = figures.PLAIN) -> str:
    """`{% figure value format %}`: "68.9 %", "2,688", "no figure"."""
    return figures.figure(value, form)


@register.simple_tag
def figure_range(low: float | None, high: float | None, form: figures.FigureFormat = figures.PLAIN) -> str:
    """`{% figure_range low high format %}`: "10.5 % to 19.1 %"."""
    return figures.figure_range(low, high, form)


@register.simple_tag
def coverage(reporting: int | None, expected: int | None) -> str:
    """`{% coverage 6 7 %}`: "6 of 7"."""
    return figures.coverage(reporting, expected)


@register.filter
def day(when: date | None) -> str:
    """`{{ due|day }}`: "Tue 14 Oct"."""
    return dates.day(when) if when else ""


@register.filter
def day_year(when: date | None) -> str:
    """`{{ due|day_year }}`: "Tue 14 Oct 2025"."""
    return dates.day(when, year=True) if when else ""


@register.filter
def day_near(when: date | None, today: date) -> str:
    """`{{ due|day_near:shell.today }}`: "today", "tomorrow", "Tue 14 Oct", "Mon 5 Jan 2026"."""
    return dates.day_near(when, today) if when else ""


@register.filter
def moment(when: datetime | None) -> str:
    """`{{ starts|moment }}`: "Tue 14 Oct, 09:00", in the zone it is given in."""
    return dates.moment(when) if when else ""


@register.filter
def period(start: date | None, grain: str = "month") -> str:
    """`{{ start|period:"month" }}`: "Aug 2025"."""
    return dates.period(start, grain) if start else ""


@register.filter
def period_short(start: date | None, grain: str = "month") -> str:
    """`{{ start|period_short:"month" }}`: "Aug 25"."""
    return dates.period_short(start, grain) if start else ""


@register.filter
def is_cell(value: object) -> bool:
    """Whether a table's cell has a small line or an address of its own."""
    return isinstance(value, Cell)
