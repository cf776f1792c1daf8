"""The reader of plain values under the name that site folders know it by."""

from wellrun.lib.plain import Plain, from_plain, read_yaml, to_plain, write_yaml

__all__ = ["Plain", "from_plain", "read_yaml", "to_plain", "write_yaml"]
