"""Where did the level change, looking back: changes that a new baseline may be proposed for."""
