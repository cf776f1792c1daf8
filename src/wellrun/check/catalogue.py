"""The rules' words and weight, from the definitions: title, severity, why it matters, where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from wellrun.lib.plain import from_plain, read_yaml
from wellrun.library.folder import DEFINITIONS


@dataclass(frozen=True)
class RuleWords:
    """What is said of a rule. `condition` is the default in short, where the function is not the whole story."""

    id: str
    title: str
    severity: str  # error | warn | info
    rationale: str
    reference: str
    waivable: bool
    condition: str = ""


@cache
def catalogue() -> Mapping[str, RuleWords]:
    """Every rule's words by its id, in the order of the file."""
    path = DEFINITIONS / "check-rules.yaml"
    rules = (from_plain(RuleWords, plain, f"{path.name}[{n}]") for n, plain in enumerate(read_yaml(path)["rules"]))
    return MappingProxyType({words.id: words for words in rules})
