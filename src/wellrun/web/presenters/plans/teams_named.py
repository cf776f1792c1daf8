"""Teams that the definitions of an objective's measures say it depends on, and that it does not name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellrun.web.presenters.plans.objective_records import ObjectiveRecords
from wellrun.web.presenters.plans.objective_words import objective_address


def teams_named(records: ObjectiveRecords) -> list[tuple[str, str, str]]:
    """Each with the address of the form filled in, and which measure names it. No query of its own."""
    known = {one.team.casefold() for one in records.contributors}
    found: dict[str, tuple[str, str, str]] = {}
    for role in records.roles:
        version = records.versions.get(role.measure_id)
        for team in version.contributing_teams if version and role.role != "balancing" else ():
            if team.casefold() not in known:
                href = objective_address("objective_contributors", records.objective, team=team) + "#write"
                why = _("“%(measure)s” depends on it.") % {"measure": version.name} if version else ""
                found.setdefault(team.casefold(), (team, href, why))
    return list(found.values())
