"""Which source a person's own file comes from."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellrun.audit.actions import Actor
from wellrun.lib.errors import UserError
from wellrun.measures.actions import add_source
from wellrun.measures.models import Source

OWN_FILES = "own-files"


def source_for(key: str, *, by: Actor) -> Source:
    """The source on record; the one for people's own files is made when it is first needed.

    Raises `source_unknown` with the keys that are known.
    """
    found = Source.objects.filter(key=key).first()
    if found is not None:
        return found
    if key == OWN_FILES:
        return add_source(key=OWN_FILES, name=_("Own files"), by=by)
    known = ", ".join([*Source.objects.exclude(key=OWN_FILES).values_list("key", flat=True), OWN_FILES])
    raise UserError(
        "source_unknown", _("There is no source “%(key)s”; known are: %(known)s.") % {"key": key, "known": known}
    )
