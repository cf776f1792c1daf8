"""Forums, reviews, items, outcomes."""
