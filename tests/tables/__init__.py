"""Reading, understanding and writing tables."""
