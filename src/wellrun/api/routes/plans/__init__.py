"""Writing a plan: a module for each subject."""
