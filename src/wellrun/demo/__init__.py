"""The two demo systems as files: the generated one, and the mapping of real NHS figures. No Django."""
