"""Forms: what a person types, and the refusal of a room shown where they typed it."""
