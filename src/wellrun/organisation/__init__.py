"""Units (closure table), posts, holders."""
