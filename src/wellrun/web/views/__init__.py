"""Views: parse, make one domain call or read through a presenter, render."""
