"""How far each point lies from what was to be expected, in standard deviations."""
