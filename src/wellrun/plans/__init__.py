"""The plan as a file: frozen specifications that name one another by immutable keys. No database, no clock."""
