"""Rule profiles: one set of rules a file, on the claims that every point makes."""
