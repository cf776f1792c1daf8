"""Evaluation runs, series state, signals, scope."""
