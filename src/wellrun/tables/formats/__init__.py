"""What each file format is, read and written: one a file, with what guards it."""
