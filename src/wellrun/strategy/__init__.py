"""Plans, objectives, roles of measures."""
