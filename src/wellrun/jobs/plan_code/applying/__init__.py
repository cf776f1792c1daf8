"""A document to records: what it needs first, in which turn, and each change through the verbs of its room."""
