"""Series turned time-major in blocks that fit the cache, and sums down their columns."""
