"""The two demo systems as files: the generated health system, and the mapping of real NHS figures. No Django."""
