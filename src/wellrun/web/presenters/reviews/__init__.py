"""What the pages of the rhythm show: the calendar of forums, a review's room, its items, its minutes."""
