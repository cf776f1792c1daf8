"""REST v1: parse, one domain call, serialise."""
