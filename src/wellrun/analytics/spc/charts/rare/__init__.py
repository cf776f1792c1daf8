"""Charts of rare events: one row an event, or one a case."""
