"""The words in which the library's own words stand on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from wellrun.library.definition import LinkSpec, StandardId


def domain_names() -> dict[str, str]:
    """The five domains as the library calls them; a site's own names take their place."""
    return {
        "quality_safety": _("Quality and safety"),
        "access_experience": _("Access and experience"),
        "workforce": _("Workforce"),
        "financial": _("Finance"),
        "transformation": _("Transformation"),
    }


def perspective_names() -> dict[str, str]:
    """The four perspectives."""
    return {
        "customer": _("Patients and members"),
        "internal_process": _("Internal processes"),
        "learning_growth": _("Learning and growth"),
        "financial": _("Finance"),
    }


def setting_names() -> dict[str, str]:
    """Where a measure makes sense."""
    return {
        "hospital": _("Hospital"),
        "physician_group": _("Physician group"),
        "payer": _("Health plan"),
    }


def role_names() -> dict[str, str]:
    """What a measure mostly is to an objective."""
    return {"lead": _("Lead"), "lag": _("Lag"), "balancing": _("Balancing")}


def tier_names() -> dict[str, str]:
    """How far a measure belongs to what most organisations need."""
    return {"core": _("Needed by most"), "extended": _("Needed by some")}


def cadence_names() -> dict[str, str]:
    """How often a measure is looked at, or can be had."""
    return {
        "daily": _("Every day"),
        "weekly": _("Every week"),
        "monthly": _("Every month"),
        "quarterly": _("Every quarter"),
    }


def grain_names() -> dict[str, str]:
    """What one figure stands for."""
    return {
        "day": _("a day"),
        "week": _("a week"),
        "month": _("a month"),
        "quarter": _("a quarter"),
        "event": _("one event"),
    }


def direction_names() -> dict[str, str]:
    """Which way is better."""
    return {
        "up": _("More is better"),
        "down": _("Less is better"),
        "band": _("Best within a band"),
        "none": _("Neither way is better"),
    }


def chart_names() -> dict[str, str]:
    """Which chart suits a measure."""
    return {
        "xmr": _("XmR chart"),
        "p": _("p chart"),
        "pp": _("p′ chart"),
        "u": _("u chart"),
        "c": _("c chart"),
        "g": _("g chart, of cases between rare events"),
        "t": _("t chart, of time between rare events"),
    }


def conformance_names() -> dict[str, str]:
    """How near a measure is to what others define."""
    return {
        "certified": _("Certified"),
        "approximation": _("An approximation: close to the standards named below, and not their certified figure"),
        "local": _("Local: there is no national standard for it"),
    }


def grade_names() -> dict[str, str]:
    """How much there is to say for a link."""
    return {
        "strong": _("strong evidence"),
        "moderate": _("moderate evidence"),
        "contested": _("contested"),
        "judgement": _("judgement of experts"),
        "structural": _("arithmetic"),
    }


def listed(keys: Iterable[str], names: Mapping[str, str]) -> str:
    """The names of several keys in one line."""
    return ", ".join(names.get(key, key) for key in keys)


def standard_words(standard: StandardId) -> str:
    """An identifier with its steward; one that nobody confirmed says so wherever it stands."""
    words = {"id": standard.id, "steward": standard.steward}
    if standard.is_confirmed:
        return _("%(id)s (%(steward)s)") % words
    return _("%(id)s (%(steward)s), unconfirmed") % words


def delay_words(link: LinkSpec) -> str:
    """After how many days a link is expected to show."""
    least, most = link.delay_days
    if most == 0:
        return _("on the same day")
    if least == most:
        return _("after %(days)s days") % {"days": most}
    return _("after %(least)s to %(most)s days") % {"least": least, "most": most}


def link_words(link: LinkSpec, lead: str, lag: str) -> str:
    """The hypothesis as a sentence; it states no cause."""
    words = {"lead": lead, "lag": lag, "delay": delay_words(link)}
    if link.sign == "+":
        return _("When “%(lead)s” rises, “%(lag)s” is expected to rise, %(delay)s.") % words
    return _("When “%(lead)s” rises, “%(lag)s” is expected to fall, %(delay)s.") % words


def push_words(direction: str, name: str) -> str:
    """What pushing a measure means."""
    if direction == "band":
        return _("Holding “%(name)s” within a band") % {"name": name}
    if direction == "up":
        return _("Pushing “%(name)s” up") % {"name": name}
    return _("Pushing “%(name)s” down") % {"name": name}
