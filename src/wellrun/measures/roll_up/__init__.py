"""Rolling figures up: every ancestor's sums, how many reported, and what a change of who reports does."""
