"""Definitions, series, phases, targets, sources, receipts, observations, quality."""
