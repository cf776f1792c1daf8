"""The measure library: definitions, influence links and trade-offs as frozen values, without Django."""

from wellrun.library.shelf import Library, library

__all__ = ["Library", "library"]
