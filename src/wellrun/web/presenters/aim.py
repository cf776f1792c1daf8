"""The aim of a measure in a unit: what is in force, what was, what it rests on and what the check says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.errors import nothing_here
from wellrun.access.queries import permissions_in
from wellrun.accounts.models import User
from wellrun.audit.models import AuditEvent
from wellrun.check.queries import findings_for
from wellrun.insight.models import SeriesState
from wellrun.measures.models import MeasureVersion, Series, Target
from wellrun.measures.permission import JUDGES
from wellrun.measures.queries.usual import USUAL_POINTS, Usual, usual_levels
from wellrun.strategy.models import Plan
from wellrun.web import dates, figures
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb
from wellrun.web.presenters.rows import figure_format, state_of

MOST = 20


@dataclass(frozen=True)
class AimPage:
    """The page. `series` None where the unit has none yet; `usual` None where no figure of it may be judged.

    `notes`: what to know before one sets it; `findings`: what the check of the plan in force says of the one set.
    """

    version: MeasureVersion
    series: Series | None
    present: Target | None
    usual: Usual | None
    crumbs: list[Crumb]
    said: str
    notes: list[str]
    findings: list[str]
    history: list[str]
    may_set: bool

    def initial(self) -> dict[str, Any]:
        """What the form begins with: the aim in force, and as baseline what it has, else the usual level."""
        form = figure_format(self.version)
        present = self.present
        said: dict[str, Any] = {}
        if present is not None:
            said = {name: _typed(getattr(present, name), form) for name in ("value", "low", "high", "baseline")}
            said |= {name: getattr(present, name) for name in ("by_date", "baseline_points", "commitment")}
            said |= {"source_text": present.source_text, "post": present.post.key if present.post else ""}
        if said.get("baseline") is None and self.usual is not None:
            usual = round(self.usual.value * form.multiplier, form.decimals + 1)
            said |= {"baseline": usual, "baseline_points": self.usual.points}
        return said


def aim_page(frame: Frame, key: str) -> AimPage:
    """The aim of a measure in the frame's unit; some ten queries. NotFound for a measure that is not defined."""
    version = MeasureVersion.objects.filter(measure__key=key, current=True).select_related("measure").first()
    if version is None:
        raise nothing_here()
    rows = Series.objects.filter(unit=frame.unit, measure=version.measure_id, stratum="total")
    series = rows.select_related("state", "measure", "unit").first()
    targets = _targets(series)
    present = next((one for one in targets if one.retired_at is None), None)
    usual = usual_levels([series.pk], week_start=frame.site.week_start).get(series.pk) if series is not None else None
    return AimPage(
        version=version,
        series=series,
        present=present,
        usual=usual,
        crumbs=[
            Crumb(frame.unit.name, reverse("strategy", args=[frame.unit.key])),
            Crumb(version.name, reverse("measure", args=[frame.unit.key, key])),
            Crumb(_("Its aim")),
        ],
        said=_said(version, present),
        notes=_notes(version, state_of(series), usual),
        findings=_findings(frame, key),
        history=_history(frame, version, targets),
        may_set=not permissions_in(frame.user, frame.unit.pk).isdisjoint(JUDGES),
    )


def aim_words(target: Target, version: MeasureVersion) -> str:
    """ "78.0 % by Wed 31 Mar 2027, committed"."""
    form = figure_format(version)
    aim = (
        figures.figure(target.value, form)
        if target.value is not None
        else figures.figure_range(target.low, target.high, form)
    )
    by = _("%(aim)s by %(day)s") if target.by_date else _("%(aim)s, by no date")
    told = by % {"aim": aim, "day": dates.day(target.by_date, year=True) if target.by_date else ""}
    words = {"committed": _("%(aim)s, committed"), "aspirational": _("%(aim)s, hoped for")}
    return words[target.commitment] % {"aim": told}


def _typed(value: float | None, form: figures.FigureFormat) -> float | None:
    """As it is typed: in the unit shown, without the tail that binary figures have."""
    return None if value is None else float(f"{value * form.multiplier:.10g}")


def _targets(series: Series | None) -> list[Target]:
    rows = Target.objects.filter(series=series).select_related("post").order_by("-created_at", "-retired_at")
    return list(rows[:MOST]) if series is not None else []


def _said(version: MeasureVersion, present: Target | None) -> str:
    if present is None:
        return _("No aim is set.")
    return _("In force: %(aim)s.") % {"aim": aim_words(present, version)}


def _notes(version: MeasureVersion, state: SeriesState | None, usual: Usual | None) -> list[str]:
    """Which way is better, what it usually is, and what an aim must lie beyond to be no matter of luck."""
    form = figure_format(version)
    better = {
        "up": _("Higher is better."),
        "down": _("Lower is better."),
        "band": _("A range is wanted: neither much more nor much less."),
        "none": _("Neither more nor less of it is better by itself."),
    }
    told = [better[version.direction]]
    if usual is None:
        return [*told, _("No figure of it has come here yet, so an aim has nothing to start from.")]
    words = {"n": usual.points, "value": figures.figure(usual.value, form)}
    level = ngettext(
        "Its one figure since its last baseline says %(value)s.",
        "Its newest %(n)d figures together say %(value)s.",
        usual.points,
    )
    told.append(level % words)
    if usual.points < USUAL_POINTS:
        least = _("That is few: %(least)d earlier figures are needed to tell a stretch from noise.")
        told.append(least % {"least": USUAL_POINTS})
    if state is not None and state.lower is not None and state.upper is not None:
        spread = _("As the work is done now its figures lie from %(range)s: an aim inside is met and missed by luck.")
        told.append(spread % {"range": figures.figure_range(state.lower, state.upper, form)})
    return told


def _findings(frame: Frame, key: str) -> list[str]:
    """What the check says of the aim in the plan in force, the gravest first; one query."""
    rows = findings_for(frame.user).filter(plan__stage=Plan.Stage.ACTIVE, kind="target", resolved_at__isnull=True)
    return list(
        rows.filter(subject=f"{key}/{frame.unit.key}").order_by("severity", "rule").values_list("message", flat=True)
    )


def _history(frame: Frame, version: MeasureVersion, targets: list[Target]) -> list[str]:
    """Every aim that was set, the newest first; two queries."""
    ids = [str(one.pk) for one in targets]
    events = AuditEvent.objects.filter(verb="set_target", subject_id__in=ids).values_list("subject_id", "actor")
    actors = dict(events)
    users = User.objects.filter(username__in=set(actors.values()))
    names = dict(users.values_list("username", "display_name"))
    return [_line(frame, version, one, names.get(actors.get(str(one.pk), ""), "")) for one in targets]


def _line(frame: Frame, version: MeasureVersion, one: Target, by: str) -> str:
    """One aim with its baseline, and when it was set and taken back."""
    form = figure_format(version)

    def when(moment: Any) -> str:
        return dates.day(moment.astimezone(frame.zone).date(), year=True)

    parts = [aim_words(one, version)]
    if one.baseline is not None:
        parts.append(_("from %(baseline)s") % {"baseline": figures.figure(one.baseline, form)})
    words = {"day": when(one.created_at), "by": by}
    parts.append(_("set on %(day)s by %(by)s") % words if by else _("set on %(day)s") % words)
    if one.retired_at is not None:
        parts.append(_("until %(day)s") % {"day": when(one.retired_at)})
    told = "; ".join(parts)
    return _("%(told)s. %(source)s") % {"told": told, "source": one.source_text} if one.source_text else f"{told}."
