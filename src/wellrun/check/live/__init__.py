"""What a running site knows beyond its plan file: figures, holders, agendas, actions, what was written."""

from wellrun.check.live.part import with_part_of_site
from wellrun.check.live.site import with_site

__all__ = ["with_part_of_site", "with_site"]
