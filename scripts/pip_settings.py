"""The machine's own pip settings (mirror, certificates), said in uv's words.

uv does not read pip's files, so a machine that reaches packages only through a mirror named there would
wait for an address it cannot reach. What uv has been told itself always wins.
"""

from __future__ import annotations

import os
import subprocess

SAME_IN_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "trusted-host": "UV_INSECURE_HOST",
    "no-index": "UV_NO_INDEX",
}


def for_uv(python: str) -> dict[str, str]:
    """The environment to run uv in, given the Python whose pip is asked for its settings."""
    environment = dict(os.environ)
    answer = subprocess.run([python, "-m", "pip", "config", "list"], capture_output=True, text=True)
    for name, value in translated(answer.stdout).items():
        environment.setdefault(name, value)
    # pip takes the best match of all indexes; every version and file is pinned, so uv may do the same.
    environment.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return environment


def translated(listing: str) -> dict[str, str]:
    """uv's variables for the lines of `pip config list`; a later line (the environment's own) wins."""
    settings: dict[str, str] = {}
    for line in sorted(listing.splitlines(), key=lambda line: line.startswith(":env:")):
        key, _, value = line.partition("=")
        option = key.removeprefix(":env:").rpartition(".")[2]
        if option in SAME_IN_UV:
            settings[SAME_IN_UV[option]] = value.strip("'\"").replace("\\n", " ").strip()
    return settings
