"""The forms of a page as a browser would send them: what is filled in, what is chosen, which button is pressed."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class SentForm:
    """One form: how and where it is sent, the values it holds, its fields and its buttons."""

    method: str
    action: str
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self._select = self._area = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(SentForm(said.get("method", "get").lower(), said.get("action", "")))
        elif self.forms:
            self._field(tag, said, self.forms[-1])

    def _field(self, tag: str, said: dict[str, str], form: SentForm) -> None:
        name = said.get("name", "")
        if tag == "input" and name:
            self._input(said, name, form)
        elif tag == "select":
            self._select = name
            form.names.add(name)
        elif tag == "option" and self._select and ("selected" in said or self._select not in form.values):
            form.values[self._select] = said.get("value", "")
        elif tag == "textarea":
            self._area, self._words = name, []
            form.names.add(name)
        elif tag == "button" and name:
            form.buttons.append((name, said.get("value", "")))

    def _input(self, said: dict[str, str], name: str, form: SentForm) -> None:
        form.names.add(name)
        if said.get("type") not in ("checkbox", "radio"):
            form.values[name] = said.get("value", "")
        elif "checked" in said:
            form.values[name] = said.get("value", "on")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea" and self._area:
            self.forms[-1].values[self._area] = "".join(self._words).strip()
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._words.append(data)


def forms_in(html: str) -> list[SentForm]:
    """Every form of a page, in its order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
