"""Benchmarks that take long or much memory: they run only when they are named."""
