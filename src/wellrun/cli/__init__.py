"""The `wellrun` command."""
