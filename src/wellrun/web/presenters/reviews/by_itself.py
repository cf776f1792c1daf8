"""Why a question went up although nobody handed it up."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellrun.execution.models import Escalation
from wellrun.reviews.models import AgendaItem


def why_by_itself(escalation: Escalation) -> str:
    """Empty for a question that a person handed up; else one query."""
    if not escalation.automatic:
        return ""
    if AgendaItem.objects.filter(outcomes__escalation=escalation, kind=AgendaItem.Kind.OBLIGATION).exists():
        return _("Its day passed and nothing shows that it is met, so it went up by itself.")
    return _("It was not reached twice, so it went up by itself.")
