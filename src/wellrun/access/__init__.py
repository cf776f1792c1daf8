"""Grants and levels: the one place that says who may see and do what."""
