"""How large a table may be before it is refused, by where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of one reading; each is checked before the memory for it is spent.

    `file_bytes`: as it arrives. `unpacked_bytes`: after gzip, or the parts of a workbook together.
    `ratio`: how many times its size a packed file may unpack to, once that is more than `ratio_from` bytes:
    real tables stay below 50, bombs reach 1,000.
    `header_characters`: of the whole first row. `rows`: blank ones too. `area`: rows times columns of a worksheet,
    which is held whole. `cells`: rows times columns of text, where an empty cell costs four bytes.
    """

    file_bytes: int
    unpacked_bytes: int
    ratio: int = 100
    ratio_from: int = 32 * MEGABYTE
    columns: int = 500
    header_characters: int = 50_000
    rows: int = 200_000_000
    area: int = 20_000_000
    cells: int = 2_000_000_000


# A file that somebody sends to the server.
UPLOAD = Limits(
    file_bytes=50 * MEGABYTE,
    unpacked_bytes=120 * MEGABYTE,
    ratio_from=8 * MEGABYTE,
    rows=2_000_000,
    area=3_000_000,
    cells=30_000_000,
)
# A file on one's own machine, read by one's own command.
LOCAL = Limits(file_bytes=2_000 * MEGABYTE, unpacked_bytes=4_000 * MEGABYTE)
