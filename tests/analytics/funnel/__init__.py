"""Method tests: funnel."""
