"""Small standard-library helpers with no domain words; the clock."""
