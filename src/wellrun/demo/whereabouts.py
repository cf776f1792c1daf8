"""In which file and row of a site folder the thing stands that a sentence complains of."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

_QUOTED = re.compile(r"'([^']+)'")
_ENTRY = re.compile(r"^(\S+\.yaml)\[(\d+)\]")
_FILES = {
    "unit": "units.csv",
    "post": "posts.yaml",
    "sign-in": "sign-ins.yaml",
    "holder": "sign-ins.yaml",
    "measure": "site.yaml",
    "enterprise": "site.yaml",
    "source": "sources.yaml",
    "feed": "sources.yaml",
    "phase": "sources.yaml",
    "forum": "forums.yaml",
}


def located(folder: Path, sentence: str) -> str:
    """The sentence with its file and, where it can be found, its row before it; the header of a table is row 1."""
    entry = _ENTRY.match(sentence)
    if entry is not None:
        row = _row_of_entry(folder / entry[1], int(entry[2]))
        return f"{entry[1]}, row {row}: {sentence}" if row else sentence
    word = re.match(r"(?:The|A|An) ([a-z-]+)", sentence)
    if word is None:
        return sentence
    file = _FILES.get(word[1], "plan.yaml")
    row = _row_of_words(folder / file, _QUOTED.findall(sentence))
    return f"{file}, row {row}: {sentence}" if row else f"{file}: {sentence}"


def _row_of_words(path: Path, words: list[str]) -> int:
    """The row of the last of the words, sought from the row of the first on; 0 where there is none."""
    if not words or not path.is_file():
        return 0
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    # What is said to be there twice is one name of several parts, as in unit/rank.
    first = next((n for n, line in enumerate(lines) if _holds(line, words[0].split("/")[0])), None)
    if first is None:
        return 0
    last = next((n for n in range(first, len(lines)) if _holds(lines[n], words[-1])), first)
    return last + 1


def _holds(line: str, word: str) -> bool:
    """Whether the word stands in the line by itself, and not in a remark."""
    code = line.split(" #")[0]
    return not code.lstrip().startswith("#") and bool(re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w.-])", code))


def _row_of_entry(path: Path, number: int) -> int:
    """The row on which an entry of a list begins, counted from 0; 0 for a file that is no plain list."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return 0
    if not isinstance(root, yaml.SequenceNode) or number >= len(root.value):
        return 0
    return int(root.value[number].start_mark.line) + 1
