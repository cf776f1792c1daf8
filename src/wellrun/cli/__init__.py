"""The `wellrun` command. A command is a module here and a line in `cli.registry`."""
