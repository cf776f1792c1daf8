"""Chains rooms together: ingest, evaluate, raise items, schedule reviews."""
