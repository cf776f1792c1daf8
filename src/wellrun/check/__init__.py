"""The model check: findings and waivers."""
