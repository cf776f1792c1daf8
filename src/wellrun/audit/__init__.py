"""The hash-chained event log."""
