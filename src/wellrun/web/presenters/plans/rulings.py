"""Which priorities pull against each other, and which of two wins: what is ruled, and what nobody has ruled on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.check.conflicts import Conflict
from wellrun.jobs.plan_conflicts import Pulls, pulls_of
from wellrun.strategy.models import Precedence
from wellrun.web.forms.plans.ruling import Choice
from wellrun.web.presenters.plans.choices import Told, findings_here
from wellrun.web.presenters.plans.pull_words import Reason, reason
from wellrun.web.views.plans.opening import PlanFrame
from wellrun.web.views.plans.whole import Whole

Pair = frozenset[str]
MOST_LISTED = 500
"""So many objectives are offered, the enterprise's first; the address of the page may name any other."""


@dataclass(frozen=True)
class Ruling:
    """A ruling that stands."""

    pk: UUID
    winner: str
    loser: str
    because: str
    change_href: str
    withdraw_href: str


@dataclass(frozen=True)
class Side:
    """One of two that pull: its name, its page, and the form in which it wins."""

    title: str
    href: str
    wins_href: str


@dataclass(frozen=True)
class Pull:
    """Two objectives, why they are flagged (or nothing, of a ruling that nobody asked for), and what is ruled."""

    first: Side
    second: Side
    reasons: list[Reason]
    ruling: Ruling | None


@dataclass(frozen=True)
class RulingsPage:
    """What the page shows. `about`: the two that the form is about, where its address names them.

    `rulings`: by the keys of the two that of the winner, and why.
    """

    said: str
    open: list[Pull]
    ruled: list[Pull]
    about: Pull | None
    choices: list[Choice]
    rulings: Mapping[Pair, tuple[str, str]]
    told: list[Told]


def rulings_page(opened: PlanFrame, whole: Whole, named: Mapping[str, str]) -> RulingsPage:
    """The conflicts and rulings between objectives the caller sees; ten queries. `named`: the winner and loser."""
    seen = _objectives(opened)
    pulls = pulls_of(opened.plan, opened.frame.today)
    conflicts = {frozenset({one.first.key, one.second.key}): one for one in pulls.conflicts if _is_seen(one, seen)}
    rulings = {frozenset({one.winner.key, one.loser.key}): one for one in _rulings(opened) if _both(one, seen)}
    told = _Whole(opened, seen, pulls, conflicts, rulings)
    still = [told.pull(pair) for pair in conflicts if pair not in rulings]
    ruled = [told.pull(pair) for pair in (*(p for p in conflicts if p in rulings), *(rulings.keys() - conflicts))]
    pair = frozenset(key for key in (named.get("winner", ""), named.get("loser", "")) if key in seen)
    return RulingsPage(
        said=_said(len(still), len(ruled), flagged=len(conflicts), whole=whole.is_seen),
        open=still,
        ruled=ruled,
        about=told.pull(pair) if len(pair) == 2 else None,
        choices=[_choice(key, seen[key]) for key in dict.fromkeys([*list(seen)[:MOST_LISTED], *pair])],
        rulings={pair: (one.winner.key, one.because) for pair, one in rulings.items()},
        told=[one for one in findings_here(opened, whole, "PLN-02") if one.set_aside],
    )


@dataclass(frozen=True)
class _Whole:
    """What one pull is told from."""

    opened: PlanFrame
    seen: Mapping[str, dict[str, Any]]
    pulls: Pulls
    conflicts: Mapping[Pair, Conflict]
    rulings: Mapping[Pair, Precedence]

    def pull(self, pair: Pair) -> Pull:
        conflict = self.conflicts.get(pair)
        ruled = self.rulings.get(pair)
        one, other = (key for key in self.seen if key in pair)  # the foremost first
        return Pull(
            first=self._side(one, other),
            second=self._side(other, one),
            reasons=[reason(clash, self.pulls) for clash in conflict.clashes] if conflict else [],
            ruling=self._ruling(ruled) if ruled else None,
        )

    def _side(self, key: str, other: str) -> Side:
        plan = self.opened.plan.key
        href = reverse("objective", args=[plan, key])
        return Side(str(self.seen[key]["title"]), href, self._form(winner=key, loser=other))

    def _ruling(self, ruled: Precedence) -> Ruling:
        return Ruling(
            pk=ruled.pk,
            winner=ruled.winner.title,
            loser=ruled.loser.title,
            because=ruled.because,
            change_href=self._form(winner=ruled.winner.key, loser=ruled.loser.key),
            withdraw_href=reverse("plan_ruling_withdraw", args=[self.opened.plan.key, ruled.pk]),
        )

    def _form(self, **named: str) -> str:
        return f"{reverse('plan_rulings', args=[self.opened.plan.key])}?{urlencode(named)}#rule"


def _objectives(opened: PlanFrame) -> dict[str, dict[str, Any]]:
    """All objectives the caller sees by key, the enterprise's by rank first; one query."""
    rows = opened.objectives().values("key", "title", "level", "rank", "unit__name")
    in_order = sorted(rows, key=lambda row: (row["level"] != "enterprise", row["rank"] or 0, row["title"], row["key"]))
    return {row["key"]: dict(row) for row in in_order}


def _choice(key: str, row: Mapping[str, Any]) -> Choice:
    return Choice(key, str(row["title"]), str(row["unit__name"]))


def _rulings(opened: PlanFrame) -> list[Precedence]:
    return list(Precedence.objects.filter(plan=opened.plan).select_related("winner", "loser").order_by("winner__rank"))


def _is_seen(conflict: Conflict, seen: Mapping[str, Any]) -> bool:
    return conflict.first.key in seen and conflict.second.key in seen


def _both(ruled: Precedence, seen: Mapping[str, Any]) -> bool:
    return ruled.winner.key in seen and ruled.loser.key in seen


def _said(still: int, ruled: int, *, flagged: int, whole: bool) -> str:
    standing = ngettext("%(n)d ruling stands.", "%(n)d rulings stand.", ruled) % {"n": ruled} if ruled else ""
    if still:
        said = ngettext(
            "%(n)d pair of priorities pulls against each other, and nobody says which wins.",
            "%(n)d pairs of priorities pull against each other, and nobody says which wins.",
            still,
        ) % {"n": still}
    elif flagged:
        said = _("Of every two priorities that pull against each other it is said which wins.")
    elif whole:
        said = _("The check finds no two priorities that pull against each other.")
    else:
        said = _("Of the objectives you see no two are known to pull against each other.")
    return f"{said} {standing}".rstrip()
