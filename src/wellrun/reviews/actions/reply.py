"""What goes back down when a question that was handed up is settled."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wellrun.execution.actions import answer_escalation
from wellrun.execution.models import Action, Decision, Escalation
from wellrun.execution.permission import Doer


def reply_with(escalation: Escalation, settled: Decision | Action, by: Doer) -> None:
    """Answer an open escalation with what was decided or asked for; one that has been answered stays as it is."""
    escalation.refresh_from_db()
    if escalation.status == Escalation.Status.OPEN:
        answer_escalation(escalation=escalation, reply=_words(settled), by=by)


def _words(settled: Decision | Action) -> str:
    if isinstance(settled, Action):
        return _("Action %(number)s is asked of %(post)s, due %(due)s: %(title)s") % {
            "number": settled.number,
            "post": settled.post.title,
            "due": date_format(settled.due),
            "title": settled.title,
        }
    return _("%(decision)s Reason: %(reason)s") % {"decision": _ended(settled.text), "reason": settled.reason}


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
