"""Limits: one chart a file, each from the baseline points of one phase."""
