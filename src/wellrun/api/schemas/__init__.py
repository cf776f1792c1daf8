"""What goes in and comes out, as frozen shapes by room."""
