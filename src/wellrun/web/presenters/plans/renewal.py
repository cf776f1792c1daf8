"""What is said of the exceptions of the plan before, where they may be renewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.jobs.renewing import Renewable, plan_before
from wellrun.strategy.models import Plan
from wellrun.web import dates
from wellrun.web.forms.plans.renewal import RenewalForm, RenewalRow
from wellrun.web.presenters.plans.stages import address


@dataclass(frozen=True)
class RenewalLine:
    """One that may be renewed. `then`: who said so, why, until when."""

    row: RenewalRow
    message: str
    about: str
    then: str
    until: str


@dataclass(frozen=True)
class Renewals:
    """What the section shows. `gone`: those whose post is no more; `back`: the word for the page to come back to."""

    said: str
    lines: list[RenewalLine]
    gone: list[str]
    form: RenewalForm
    href: str
    all_href: str
    back: str

    @property
    def names(self) -> frozenset[tuple[str, str]]:
        """The rules and subjects that may be renewed."""
        return frozenset((line.row.one.rule, line.row.one.subject) for line in self.lines)


def renewals_shown(plan: Plan, offered: Sequence[Renewable], form: RenewalForm, today: date, back: str) -> Renewals:
    """The section with its form. No query beyond the plan before."""
    former = plan_before(plan)
    href = address("plan_renewals", plan.key)
    return Renewals(
        said=_said(len(offered), former.name if former else ""),
        lines=[_line(row, today) for row in form.rows()],
        gone=[
            _("%(message)s It was set aside by “%(post)s”, a post that no longer exists.")
            % {"message": one.message, "post": one.then.post.title}
            for one in offered
            if one.is_post_gone
        ],
        form=form,
        href=href,
        all_href=f"{href}?tick=all&back={back}",
        back=back,
    )


def _said(count: int, former: str) -> str:
    sentence = ngettext(
        "%(n)d finding of this plan was set aside in “%(plan)s”. It holds on only if you say so again.",
        "%(n)d findings of this plan were set aside in “%(plan)s”. Each holds on only if you say so again.",
        count,
    )
    return sentence % {"n": count, "plan": former}


def _line(row: RenewalRow, today: date) -> RenewalLine:
    one = row.one
    shown = {
        "day": dates.day_near(one.then.expires, today),
        "post": one.then.post.title,
        "reason": one.then.reason,
    }
    text = _("Then: until %(day)s, by %(post)s: %(reason)s")
    if one.then.expires < today:
        text = _("Then: until %(day)s, which is over, by %(post)s: %(reason)s")
    return RenewalLine(
        row=row,
        message=one.message,
        about=f"{one.words.title} · {one.rule}",
        then=text % shown,
        until=_("Now until %(day)s") % {"day": dates.day_near(one.expires, today)},
    )
