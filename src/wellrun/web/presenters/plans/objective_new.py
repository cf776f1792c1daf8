"""What helps whoever writes an objective: domains in which none stands, and what the library measures there."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wellrun.library import library
from wellrun.strategy.models import Domain, Objective, Plan
from wellrun.web.frame import Frame
from wellrun.web.presenters.strategy_words import MOST_NAMES


def uncovered_notes(frame: Frame, plan: Plan) -> list[SafeString]:
    """A sentence for each domain without an objective, with a few core measures of the library. One query."""
    covered = Objective.objects.filter(plan=plan, retired_on__isnull=True).values("domain")
    return [_note(frame, domain) for domain in Domain.objects.exclude(pk__in=covered)]


def _note(frame: Frame, domain: Domain) -> SafeString:
    names = [spec.name for spec in library().measures if spec.domain == domain.key and spec.tier == "core"]
    if not names:
        return format_html(_("No objective stands in “{domain}” yet."), domain=domain.name)
    href = f"{reverse('library', args=[frame.unit.key])}?{urlencode({'domain': domain.key})}"
    said = _("No objective stands in “{domain}” yet. The library measures there, among others: {names}. {link}")
    link = format_html('<a class="link" href="{}">{}</a>', href, _("Look at all of them"))
    return format_html(said, domain=domain.name, names=", ".join(names[:MOST_NAMES]), link=link)
