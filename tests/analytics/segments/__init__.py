"""Method tests: segments."""
