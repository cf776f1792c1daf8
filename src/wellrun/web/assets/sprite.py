"""One SVG sprite with exactly the icons in use."""

from __future__ import annotations

from xml.etree import ElementTree

import lucide

from wellrun.web import icons

SVG = "http://www.w3.org/2000/svg"


def sprite() -> str:
    """The sprite's text: a symbol an icon, its id the icon's name."""
    symbols = [_lucide_symbol(name, source) for name, source in sorted(icons.LUCIDE.items())]
    symbols += [
        f'<symbol id="{name}" viewBox="{box}">{shapes}</symbol>' for name, (box, shapes) in sorted(icons.DRAWN.items())
    ]
    return f'<svg xmlns="{SVG}">' + "".join(symbols) + "</svg>\n"


def _lucide_symbol(name: str, source: str) -> str:
    """Raises lucide.IconDoesNotExist for a name that the pinned set does not have."""
    root = lucide._load_icon(source)
    shapes = "".join(ElementTree.tostring(child, encoding="unicode").strip() for child in root)
    return f'<symbol id="{name}" viewBox="{root.attrib["viewBox"]}">{shapes}</symbol>'
