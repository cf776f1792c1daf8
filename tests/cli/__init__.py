"""The wellrun command."""
