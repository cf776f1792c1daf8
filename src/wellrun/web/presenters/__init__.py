"""Presenters: what a page shows, read in a constant number of queries, as frozen values for templates."""
