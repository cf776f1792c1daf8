"""REST v1: parse, call, serialise."""
