"""Writing SVG by hand: elements with escaped attributes and text. No style attributes, which a strict CSP blocks."""

from __future__ import annotations

import re
from html import escape

from django.utils.safestring import SafeString

NAMESPACE = "http://www.w3.org/2000/svg"
# What XML 1.0 does not allow, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(content: object) -> str:
    """`content` as text or attribute value of an SVG."""
    return escape(_FORBIDDEN.sub("", str(content)), quote=True)


def number(value: float) -> str:
    """A coordinate to a tenth of a pixel."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def element(tag: str, *children: str, **attributes: object) -> str:
    """One element; `children` are already SVG. `class_` is class, other underscores are hyphens; None is left out."""
    written = "".join(
        f' {"class" if name == "class_" else name.replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{''.join(children)}</{tag}>" if children else f"<{tag}{written}/>"


def label(content: object, **attributes: object) -> str:
    """A text element."""
    return element("text", text(content), **attributes)


def figure(*children: str, ident: str, title: str, about: str, class_: str, width: int, height: int) -> SafeString:
    """A whole drawing with its title and description, which are read out; `ident` makes their ids unique on a page."""
    return SafeString(
        element(
            "svg",
            element("title", text(title), id=f"{ident}-title"),
            element("desc", text(about), id=f"{ident}-desc"),
            *children,
            xmlns=NAMESPACE,
            class_=class_,
            viewBox=f"0 0 {width} {height}",
            role="img",
            aria_labelledby=f"{ident}-title",
            aria_describedby=f"{ident}-desc",
        )
    )


def _value(value: object) -> str:
    return number(value) if isinstance(value, float) else text(value)
