"""The rules, a family a file. Importing this package registers them all."""

from wellrun.check.rules import focus

__all__ = ["focus"]
