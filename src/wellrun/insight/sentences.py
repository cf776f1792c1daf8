"""The sentences of an item, built from its facts: pages, API and print say the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellrun.insight.display import day_words, figure_words, period_words, span_words, when_words
from wellrun.insight.facts import (
    Display,
    LinkedFacts,
    LongStandingFacts,
    LookBackFacts,
    ObligationFacts,
    OldChange,
    RoleFacts,
    SignalFacts,
    SilentFacts,
    StalledFacts,
    StateFacts,
    UnitFacts,
)

_LONG_RUN = 7
FEWEST_SIBLINGS = 4

_CHANGED: dict[tuple[str, str], str | Promise] = {
    ("shift", "high"): gettext_lazy("Above the usual level for %(run)s in a row, since %(since)s; %(figures)s."),
    ("shift", "low"): gettext_lazy("Below the usual level for %(run)s in a row, since %(since)s; %(figures)s."),
    ("outside", "high"): gettext_lazy("Above the usual range %(when)s; %(figures)s."),
    ("outside", "low"): gettext_lazy("Below the usual range %(when)s; %(figures)s."),
    ("trend", "high"): gettext_lazy("Rising for %(trend)s in a row; %(figures)s."),
    ("trend", "low"): gettext_lazy("Falling for %(trend)s in a row; %(figures)s."),
    ("near", "high"): gettext_lazy("Near the top of the usual range in two of the last three figures; %(figures)s."),
    ("near", "low"): gettext_lazy("Near the bottom of the usual range in two of the last three figures; %(figures)s."),
    ("early", "high"): gettext_lazy("Found early: higher than its usual course since %(since)s; %(figures)s."),
    ("early", "low"): gettext_lazy("Found early: lower than its usual course since %(since)s; %(figures)s."),
    ("since", "high"): gettext_lazy("Higher than usual since %(since)s; %(figures)s."),
    ("since", "low"): gettext_lazy("Lower than usual since %(since)s; %(figures)s."),
    ("units", "high"): gettext_lazy("Higher than usual in %(same)d of %(of)d units since %(since)s; %(figures)s."),
    ("units", "low"): gettext_lazy("Lower than usual in %(same)d of %(of)d units since %(since)s; %(figures)s."),
    ("quiet", "high"): gettext_lazy("Higher than usual up to %(last)s, and as usual after that; %(figures)s."),
    ("quiet", "low"): gettext_lazy("Lower than usual up to %(last)s, and as usual after that; %(figures)s."),
}
_AIM = {
    "meets": gettext_lazy("It meets the aim of %(aim)s as a rule."),
    "sometimes": gettext_lazy("It meets the aim of %(aim)s only sometimes."),
    "short": gettext_lazy("As it runs now it falls short of the aim of %(aim)s."),
    "not_there_yet": gettext_lazy("It is improving, and not yet at the aim of %(aim)s."),
    "unknown": gettext_lazy("Whether it can meet the aim of %(aim)s cannot be told yet."),
}
_ROLE = {
    "lag": gettext_lazy("Lag measure of “%(title)s”: it says whether the objective is reached."),
    "lead": gettext_lazy("Lead indicator of “%(title)s”: it is meant to move early enough to act on."),
    "balancing": gettext_lazy("Balancing measure of “%(title)s”: it must not get worse while that is pushed."),
}
_LINKED = {
    "improving": gettext_lazy("%(name)s is improving; latest %(value)s."),
    "worsening": gettext_lazy("%(name)s is getting worse; latest %(value)s."),
    "higher": gettext_lazy("%(name)s is higher than usual; latest %(value)s."),
    "lower": gettext_lazy("%(name)s is lower than usual; latest %(value)s."),
}
_OLD = {
    "concern": gettext_lazy("%(name)s, %(unit)s: worsening since %(since)s."),
    "improvement": gettext_lazy("%(name)s, %(unit)s: improving since %(since)s."),
    "high": gettext_lazy("%(name)s, %(unit)s: higher since %(since)s."),
    "low": gettext_lazy("%(name)s, %(unit)s: lower since %(since)s."),
}


def what_changed(facts: SignalFacts) -> str:
    """What the signal saw, since when, and the figures; of several rules the one that says most and still holds.

    Of one that was taken back, by what: a new baseline, a point left out, else a correction.
    """
    if facts.get("withdrawn"):
        return _taken_back(facts)
    return str(_CHANGED[_kind_of_change(facts), facts["side"]]) % {
        "run": span_words(facts["run"], facts["grain"]),
        "trend": span_words(facts["trend"], facts["grain"]),
        "since": _period(facts, facts["since"]),
        "last": _period(facts, facts["last_fired"]),
        "when": when_words(date.fromisoformat(facts["last_fired"]), facts["grain"]),
        "same": facts["scope"]["same"],
        "of": facts["scope"]["of"],
        "figures": _figures(facts),
    }


def _taken_back(facts: SignalFacts) -> str:
    why = facts.get("withdrawn_why")
    if why == "baseline":
        return _("Taken back: a new baseline began before it; by that no rule fires any more.")
    if why == "rules":
        return _("Taken back: it is judged by other rules now, and by these nothing fires.")
    if why == "left_out":
        return _("Taken back: a figure was left out; without it no rule fires any more.")
    received_at = facts["data"]["received_at"]
    if received_at is None:
        return _("Taken back: a correction changed the figures; no rule fires any more.")
    return _("Taken back: a correction of %(day)s changed the figures; no rule fires any more.") % {
        "day": day_words(date.fromisoformat(received_at[:10]))
    }


def _kind_of_change(facts: SignalFacts) -> str:
    if facts["scope"]["units"] and facts["change"] in {"none", "unknown"}:
        return "units"
    if facts["period"] is not None and facts["last_fired"] < facts["period"]:
        return "quiet"
    if "shift" in facts["rules"] and facts["run"] >= _LONG_RUN:
        return "shift"
    if _is_outside(facts):
        return "outside"
    if "trend" in facts["rules"] and facts["trend"] >= _LONG_RUN:
        return "trend"
    alone: dict[tuple[str, ...], str] = {("two_of_three",): "near", ("early_detection",): "early"}
    return alone.get(tuple(facts["rules"]), "since")


def _is_outside(facts: SignalFacts) -> bool:
    value, edge = facts["value"], _edge(facts)
    if value is None or edge is None:
        return False
    return value > edge if facts["side"] == "high" else value < edge


def _is_on_side(facts: SignalFacts) -> bool:
    """Whether the newest figure lies on the signal's side: a fall may still be far above the usual level."""
    value, centre = facts["value"], facts["centre"]
    if value is None or centre is None:
        return True
    return value >= centre if facts["side"] == "high" else value <= centre


def _edge(facts: SignalFacts) -> float | None:
    return facts["upper"] if facts["side"] == "high" else facts["lower"]


def _figures(facts: SignalFacts) -> str:
    shown = {
        "centre": _figure(facts["centre"], facts["display"]),
        "edge": _figure(_edge(facts), facts["display"]),
        "value": value_words(facts),
    }
    if _edge(facts) is None or not _is_on_side(facts):
        return _("usual level %(centre)s, latest %(value)s") % shown
    if facts["side"] == "high":
        return _("usual level %(centre)s, usual range up to %(edge)s, latest %(value)s") % shown
    return _("usual level %(centre)s, usual range down to %(edge)s, latest %(value)s") % shown


def value_words(facts: StateFacts) -> str:
    """The newest figure with its own period, since that may be months ago: "23.4 % in August 2025"."""
    value = _figure(facts["value"], facts["display"])
    if facts["period"] is None:
        return value
    when = when_words(date.fromisoformat(facts["period"]), facts["grain"])
    return _("%(value)s %(when)s") % {"value": value, "when": when}


def scope_sentence(facts: SignalFacts) -> str:
    """Whether the change is local or systemic, with the counts that say so; empty where nothing shows a change now."""
    scope = facts["scope"]
    if facts.get("withdrawn") or (facts["change"] in {"none", "unknown"} and not scope["units"]):
        return ""
    counts = {"same": scope["same"], "of": scope["of"]}
    if scope["scope"] == "systemic":
        return _systemic(facts)
    if scope["of"] == 0:
        return _("There is nothing beside it to compare with: local or systemic cannot be told.")
    if scope["of"] < FEWEST_SIBLINGS:
        return (
            ngettext(
                "Only %(of)d of the sibling units has enough data, and four are needed: it cannot be told.",
                "Only %(of)d of the sibling units have enough data, and four are needed: it cannot be told.",
                scope["of"],
            )
            % counts
        )
    if scope["scope"] == "local":
        return _("None of the other units moved the same way within three periods: local.")
    return _("%(same)d of the %(of)d units with enough data moved the same way: not clear yet.") % counts


def _systemic(facts: SignalFacts) -> str:
    scope = facts["scope"]
    moved = _at_one_level(scope["units"])
    if scope["of"] < FEWEST_SIBLINGS and moved > 1:
        return _("%(count)d units below it moved the same way: systemic.") % {"count": moved}
    if scope["of"] >= FEWEST_SIBLINGS and scope["same"] * 2 >= scope["of"]:
        counts = {"same": scope["same"], "of": scope["of"]}
        return _("%(same)d of the %(of)d units with enough data moved the same way: systemic.") % counts
    if not scope["units"]:
        return _("The rest of %(parent)s without this unit moved the same way: systemic.") % {
            "parent": scope["parent_name"]
        }
    return _("The rest of %(parent)s without %(units)s moved the same way: systemic.") % {
        "units": get_text_list([unit["name"] for unit in scope["units"]], _("and")),
        "parent": scope["parent_name"],
    }


def _at_one_level(units: Sequence[UnitFacts]) -> int:
    """How many units, at the nearest level with more than one: a hospital and its wards are not added up."""
    counts = Counter(unit["depth"] for unit in units if "depth" in unit)
    if sum(counts.values()) < len(units):
        return len(units)
    return next((counts[depth] for depth in sorted(counts) if counts[depth] > 1), min(1, len(units)))


def aim_sentence(facts: StateFacts) -> str:
    """Where the usual range stands against the aim; empty without an aim."""
    low, high = facts["target_low"], facts["target_high"]
    if low is None and high is None:
        return ""
    aim = _aim_words(facts)
    return str(_AIM.get(facts["aim"], _AIM["unknown"])) % {"aim": aim}


def not_capable_sentence(facts: StateFacts) -> str:
    """That nothing changed, and that the aim is out of reach as it runs."""
    aim = _aim_words(facts)
    shown = {"aim": aim, "value": value_words(facts)}
    return _("No real change: latest %(value)s. It is steady, and as it runs not capable of %(aim)s.") % shown


def redesign_sentence(facts: StateFacts) -> str:
    """What may be done about it, and what would not help."""
    return _(
        "Redesign needed: asking why one figure fell short would find nothing that is not so every time. "
        "Start an initiative, or set another aim."
    )


def _aim_words(facts: StateFacts) -> str:
    low, high = facts["target_low"], facts["target_high"]
    aim = _figure(high if low is None else low, facts["display"])
    if low is not None and high is not None and low != high:
        return _("%(low)s to %(high)s") % {"low": aim, "high": _figure(high, facts["display"])}
    return aim


def role_sentence(role: RoleFacts) -> str:
    """What the measure is to the objective."""
    return str(_ROLE[role["role"]]) % {"title": role["title"]}


def role_sentences(roles: Iterable[RoleFacts]) -> list[str]:
    """The same of several objectives, those with the same role in one sentence; the foremost role first."""
    titles: dict[str, list[str]] = {}
    for role in roles:
        titles.setdefault(role["role"], []).append(role["title"])
    between = _("” and “")
    return [str(_ROLE[role]) % {"title": between.join(dict.fromkeys(named))} for role, named in titles.items()]


def linked_sentence(linked: LinkedFacts) -> str:
    """Another measure of the same objective that moved too: together in time, which proves no cause."""
    value = _figure(linked["value"], linked["display"])
    if linked.get("period") is not None and "grain" in linked:
        period = period_words(date.fromisoformat(str(linked["period"])), linked["grain"])
        value = _("%(value)s in %(period)s") % {"value": value, "period": period}
    return str(_LINKED[linked["change"]]) % {"name": linked["name"], "value": value}


def coverage_sentence(facts: StateFacts) -> str:
    """How many of the units below that report it are in the figure; empty for a unit's own."""
    coverage = facts["coverage"]
    if not coverage:
        return ""
    return _("Of the %(expected)d units below that report it, %(reporting)d did.") % dict(coverage)


def data_sentence(facts: StateFacts) -> str:
    """How old the figures are."""
    data = facts["data"]
    if data["period"] is None or data["received_at"] is None:
        return _("No figures have arrived yet.")
    return _("Figures up to %(period)s, received on %(day)s.") % {
        "period": _period(facts, data["period"]),
        "day": day_words(date.fromisoformat(data["received_at"][:10])),
    }


def long_standing_sentence(facts: LongStandingFacts) -> str:
    """How many changes were old before anybody could see them here."""
    count = len(facts["signals"])
    return ngettext(
        "%(count)d change was old already when its figures were first loaded.",
        "%(count)d changes were old already when their figures were first loaded.",
        count,
    ) % {"count": count}


def long_standing_choice() -> str:
    """What can be done about old changes."""
    return _(
        "Decide whether each is the new usual: a new baseline comes with a dated change of process; without one the "
        "change goes on being counted from its old level."
    )


def old_change_sentence(change: OldChange) -> str:
    """One of the old changes in a line, by its direction, as its measure card says it."""
    shown = {
        "name": change["name"],
        "unit": change["unit_name"],
        "since": period_words(date.fromisoformat(change["began"]), change["grain"]),
    }
    return str(_OLD[change["meaning"] if change["meaning"] in _OLD else change["side"]]) % shown


def look_back_sentence(facts: LookBackFacts) -> str:
    """What was to be looked at again, and from when it is."""
    return _("“%(text)s” of %(day)s is due to be looked back on.") % {
        "text": facts["text"],
        "day": day_words(date.fromisoformat(facts["recorded_on"])),
    }


def then_and_now_sentence(facts: LookBackFacts) -> str:
    """The figure when the outcome was recorded and the newest one; empty where either is not known."""
    then, now = facts["then"], facts["now"]
    if then is None or now is None or then["period"] is None or now["period"] is None:
        return ""
    return _("%(before)s in %(then)s, %(after)s in %(now)s; usual level now %(centre)s.") % {
        "before": _figure(then["value"], then["display"]),
        "then": _period(then, then["period"]),
        "after": _figure(now["value"], now["display"]),
        "now": _period(now, now["period"]),
        "centre": _figure(now["centre"], now["display"]),
    }


def stalled_sentence(facts: StalledFacts) -> str:
    """Why the action is on the agenda: past its date, or silent for too long."""
    shown = {
        "number": facts["number"],
        "title": facts["title"],
        "due": day_words(date.fromisoformat(facts["due"])),
        "days": facts["silent_days"],
    }
    if facts["overdue"] and facts["status"] != "accepted":
        return _("Action %(number)d, %(title)s: due on %(due)s and never accepted.") % shown
    if facts["overdue"] and facts["silent_days"] < facts["update_every_days"]:
        return _("Action %(number)d, %(title)s: due on %(due)s and not done.") % shown
    return (
        ngettext(
            "Action %(number)d, %(title)s: no update for %(days)d day.",
            "Action %(number)d, %(title)s: no update for %(days)d days.",
            facts["silent_days"],
        )
        % shown
    )


def silent_sentence(facts: SilentFacts) -> str:
    """Why the initiative is on the agenda: past its end, or silent for too long."""
    shown = {
        "title": facts["title"],
        "post": facts["post"],
        "ends": day_words(date.fromisoformat(facts["ends"])) if facts["ends"] else "",
        "days": facts["silent_days"],
    }
    if facts["overdue"]:
        return _("Initiative “%(title)s”: it was to end on %(ends)s, and nobody has said what came of it.") % shown
    if facts["last_update"] is None:
        return _("Initiative “%(title)s”: not spoken of since it began %(days)d days ago.") % shown
    return _("Initiative “%(title)s”: not spoken of for %(days)d days.") % shown


def obligation_sentence(facts: ObligationFacts) -> str:
    """What is required by when, and that nothing shows yet that it is met."""
    shown = {
        "regulator": facts["regulator"],
        "clause": facts["clause"],
        "due": day_words(date.fromisoformat(facts["due"])),
    }
    if facts["overdue"]:
        return (
            _("Required by %(regulator)s, %(clause)s: it was due on %(due)s, and nothing shows that it is met.") % shown
        )
    return (
        _("Required by %(regulator)s, %(clause)s: it is due on %(due)s, and nothing shows yet that it is met.") % shown
    )


def obligation_answer(facts: ObligationFacts) -> str:
    """Who answers for it and what will show that it is met; that nobody said where nobody did."""
    shown = {"post": facts["post"], "evidence": facts["evidence"]}
    if facts["post"] and facts["evidence"]:
        return _("%(post)s answers for it. What will show that it is met: %(evidence)s") % shown
    if facts["post"]:
        return _("%(post)s answers for it. What will show that it is met is not named yet.") % shown
    if facts["evidence"]:
        return _("No post answers for it yet. What will show that it is met: %(evidence)s") % shown
    return _("No post answers for it yet, and what will show that it is met is not named.")


def _figure(value: float | None, display: Display) -> str:
    return figure_words(value, multiplier=display["multiplier"], decimals=display["decimals"], unit=display["unit"])


def _period(facts: StateFacts, day: str) -> str:
    return period_words(date.fromisoformat(day), facts["grain"])
