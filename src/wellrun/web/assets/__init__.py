"""Building the page assets: no Node, no network, nothing of others kept in the repository."""
