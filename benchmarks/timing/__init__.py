"""How benchmarks take time: calls in turn, whole commands as processes."""
