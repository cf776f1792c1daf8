"""On which line of a YAML text a field stands, so that a refusal can point at it."""

from __future__ import annotations

import re

import yaml

from wellrun.lib.errors import UserError
from wellrun.lib.plain import Plain, plain_of

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
MOST_CHARACTERS = 1_000_000
DEEPEST = 20
_YAML = "tag:yaml.org,2002:"
_OTHER_WORDS = {
    "found a tab character that violates indentation": "a tab stands here, indent with spaces",
    "found character that cannot start any token": (
        "a character stands here with which nothing begins, such as a tab: indent with spaces, put a text in quotes"
    ),
    "but found another document": "a second document begins here: one file is one document, take out the line ---",
    "mapping values are not allowed in this context": "a colon stands within a text: put the text in quotes",
}
# The C parser where libyaml is there: a hundred definitions are read in a tenth of a second instead of a whole one.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def composed(text: str, file: str, *, most: int = MOST_CHARACTERS) -> yaml.Node:
    """The tree of a text in YAML, read without making anything of it.

    Raises `definition_unreadable` for what is no YAML, is too long, or refers to other places of itself: an alias can
    be nested until a short text stands for more than any memory holds. A field that is there twice is refused as well.
    """
    if len(text) > most:
        raise too_long(file, most)
    try:
        _refuse_traps(text, file)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or "it is not YAML"
        raise unreadable(file, mark.line + 1 if mark else 1, _OTHER_WORDS.get(problem, problem)) from None
    except yaml.reader.ReaderError:
        line = text.count("\n", 0, _first_refused(text)) + 1
        raise unreadable(file, line, "a character stands here that YAML does not allow, take it out") from None
    if root is None:
        raise unreadable(file, 1, "it is empty")
    _once_each(root, file)
    return root


def plain_at(text: str, file: str, root: yaml.Node) -> Plain:
    """What the text says; `root` is its tree. Raises `definition_unreadable` with the line of what is no value."""
    try:
        return plain_of(text)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        node = _first_without_value(root)
    if not node.tag.startswith(_YAML) or node.tag.startswith(f"{_YAML}python"):
        raise unreadable(file, node.start_mark.line + 1, f"the tag {node.tag!r} is not read, take it out")
    shown = str(node.value)[:40]
    how = "a date is like 2026-04-01 and one of the calendar, a number is short, any other text stands in quotes"
    raise unreadable(file, node.start_mark.line + 1, f"{shown!r} is no value: {how}")


def line_of(root: yaml.Node, place: str) -> int:
    """The line, from 1, of the field at a place like `standards[0].id`; of what is around it where it is missing."""
    node = root
    line = root.start_mark.line
    for name, number in _STEP.findall(place):
        below = _below(node, name, number)
        if below is None:
            break
        line, node = below
    return int(line) + 1


def unreadable(file: str, line: int, what: str) -> UserError:
    """The refusal of a text that is not read at all."""
    return UserError("definition_unreadable", f"{file}, line {line}: {what}.", file=file, line=line, field="")


def too_long(file: str, most: int) -> UserError:
    """The refusal of more characters than are read."""
    return unreadable(file, 1, f"it is too long, at most {most:,} characters are read: make a folder of several files")


def _first_refused(text: str) -> int:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return found.start() if found else 0


def _first_without_value(root: yaml.Node) -> yaml.Node:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            waiting.extend(one for pair in reversed(node.value) for one in reversed(pair))
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(reversed(node.value))
        if not _has_value(node):
            return node
    return root


def _has_value(node: yaml.Node) -> bool:
    if not isinstance(node, yaml.ScalarNode):
        return node.tag in (f"{_YAML}map", f"{_YAML}seq")
    try:
        yaml.SafeLoader("").construct_object(node)
    except (yaml.YAMLError, ValueError, OverflowError):
        return False
    return True


def _refuse_traps(text: str, file: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        mark = event.start_mark
        line = mark.line + 1 if mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise unreadable(file, line, "references (*) are not read, write it out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise unreadable(file, line, "it is nested too deeply")


def _below(node: yaml.Node, name: str, number: str) -> tuple[int, yaml.Node] | None:
    if number and isinstance(node, yaml.SequenceNode) and int(number) < len(node.value):
        child = node.value[int(number)]
        return child.start_mark.line, child
    if name and isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if getattr(key, "value", None) == name:
                return key.start_mark.line, value
    return None


def _once_each(node: yaml.Node, file: str) -> None:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if str(key.value) in seen:
                    raise unreadable(file, key.start_mark.line + 1, f"the field {key.value!r} is there twice")
                seen.add(str(key.value))
                waiting.append(value)
