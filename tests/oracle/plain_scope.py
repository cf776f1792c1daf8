"""The plain twin of `spc.scope`: local or systemic, by counting the siblings one by one."""

from dataclasses import dataclass

Signal = tuple[int, int, int]


@dataclass
class PlainScope:
    """The answer, who shows the change, and among how many."""

    scope: str
    showing: list[int]
    n_siblings: int


def plain_scope(
    own: int, side: int, began: int, sufficient: list[bool], signals: list[Signal], parent_began: list[int]
) -> PlainScope:
    """`signals`: (sibling, side, began) each."""
    showing = []
    for sibling, enough in enumerate(sufficient):
        near = [1 for whose, way, when in signals if whose == sibling and way == side and abs(when - began) <= 3]
        if enough and (near or sibling == own):
            showing.append(sibling)
    n = sum(sufficient)
    parent = any(abs(when - began) <= 3 for when in parent_began)
    if n < 4:
        scope = "unclear"
    elif len(showing) >= n / 2 or parent:
        scope = "systemic"
    elif [sibling for sibling in showing if sibling != own]:
        scope = "unclear"
    else:
        scope = "local"
    return PlainScope(scope, showing, n)
