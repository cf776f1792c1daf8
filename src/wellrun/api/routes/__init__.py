"""The addresses by room; each parses, makes one domain call and serialises."""
