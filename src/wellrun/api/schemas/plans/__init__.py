"""The shapes of a plan's parts."""
