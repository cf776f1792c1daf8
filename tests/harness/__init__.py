"""Fixtures that every test may use: the clock, the browser, a signed-in page."""
