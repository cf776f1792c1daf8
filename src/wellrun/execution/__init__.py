"""Initiatives, actions, decisions, escalations."""
