"""A whole site from its specification into records, through the rooms' own verbs; a second load changes nothing."""

from wellrun.jobs.site.load import Loaded, load_site

__all__ = ["Loaded", "load_site"]
