"""Wellrun: the execution system for healthcare organisations."""

__version__ = "0.1.0"
