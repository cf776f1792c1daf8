"""What a running site knows beyond its plan file: figures, holders, agendas, actions, what was written."""

from wellrun.check.live.site import with_site

__all__ = ["with_site"]
