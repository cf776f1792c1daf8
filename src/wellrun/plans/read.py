"""A plan file, or a folder of them, to a document; what is wrong is said with its file, line and field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

import yaml

from wellrun.lib.errors import UserError
from wellrun.lib.plain import Plain, from_plain
from wellrun.library.lines import composed, line_of, plain_at, too_long
from wellrun.library.reading import read_measure
from wellrun.plans.bounds import Remark
from wellrun.plans.document import SITE_PARTS, PlanDocument
from wellrun.plans.places import made_out, with_what_places_add
from wellrun.plans.soundness import remarks
from wellrun.plans.specs import ForumSpec, PlanSpec, PostSpec, TargetSpec

NO_PLAN_FILES = ("site", "sources", "sign-ins", "organisation", "figures", "planted", "units", "consultation")
"""Files of a site folder that say nothing of the plan."""
MOST_CHARACTERS = 10_000_000
_BYTES_A_CHARACTER = 4
_HEAD = ("as_of", "base")
_PLAN_LISTS = tuple(one.name for one in fields(PlanSpec) if one.default == ())
_KINDS = {name: get_args(hint)[0] for name, hint in get_type_hints(PlanDocument).items() if name in SITE_PARTS}
_SLOT = re.compile(r"^(?:plan\.)?(\w+)(?:\[(\d+)\])?")


@dataclass(frozen=True, slots=True)
class _Text:
    """One file: what it is called and says, its tree for finding lines, and where in it the parts begin."""

    file: str
    plain: dict[str, Plain]
    root: yaml.Node
    bare: str = ""  # the part that the whole file is, where it is a list

    def line(self, place: str) -> int:
        return line_of(self.root, place.removeprefix(self.bare) if self.bare else place)


def read_plan(path: Path, known: Mapping[str, Collection[str]] | None = None) -> PlanDocument:
    """The plan in a file or folder. `known`: what there is besides, see `soundness.remarks`.

    Raises `plan_file_missing`, `plan_part_twice`, `plan_field_wrong`, `definition_unreadable`, and `plan_unsound` with
    every remark in `problems`.
    """
    if path.is_dir():
        return _read(_texts(path), path, known)
    return _read([_text(path)], path, known)


def plan_of(text: str, file: str, known: Mapping[str, Collection[str]] | None = None) -> PlanDocument:
    """The plan that a text says; `file` is what it is called in a refusal."""
    return _read([_parsed(text, file)], None, known)


def _read(texts: list[_Text], folder: Path | None, known: Mapping[str, Collection[str]] | None) -> PlanDocument:
    parts = _Parts(texts)
    document = parts.document()
    if folder is not None and folder.is_dir():
        document = _with_places(_with_measures(document, folder), folder)
    found = [parts.located(one) for one in remarks(document, known)]
    if found:
        raise UserError("plan_unsound", found[0], problems=found)
    return document


class _Parts:
    """The parts of all files, each with the file it stands in."""

    def __init__(self, texts: list[_Text]) -> None:
        self.of: dict[str, _Text] = {}
        self.files = texts
        said: dict[str, str] = {}
        for text in texts:
            for part in _parts_in(text):
                if part in said:
                    where = text.file if said[part] == text.file else f"{said[part]} and {text.file}"
                    raise UserError("plan_part_twice", f"{part} is said twice, in {where}: say it once.", part=part)
                said[part] = text.file
            self.of |= dict.fromkeys(text.plain, text)

    def document(self) -> PlanDocument:
        if "plan" not in self.of:
            where = ", ".join(text.file for text in self.files) or "the folder"
            raise UserError(
                "plan_missing", f"{where}: the part 'plan' is missing, with its key, name, starts and ends."
            )
        plan = self._made("plan", PlanSpec, self.of["plan"].plain["plan"])
        lists = {part: self._list(part, _PLAN_KINDS[part]) for part in _PLAN_LISTS if part in self.of}
        site = {part: self._list(part, _KINDS[part]) for part in SITE_PARTS if part in self.of}
        return PlanDocument(
            plan=replace(plan, **lists), says=frozenset(site), as_of=self._as_of(), base=self._base(), **site
        )

    def located(self, remark: Remark) -> str:
        """The remark as one line: file, line, field, what is wrong."""
        slot = _SLOT.match(remark.place)
        name = slot[1] if slot else ""
        apart = name in self.of
        place = remark.place.removeprefix("plan.") if apart else remark.place
        text = self.of[name if apart else "plan"]
        written = text.plain.get(name) if apart else (text.plain.get("plan") or {}).get(name)
        if slot and slot[2] and int(slot[2]) >= len(written or ()):
            return f"{'measures' if name == 'measures' else 'places.yaml'}, {place}: {remark.sentence}"
        return f"{text.file}, line {text.line(place)}, {place}: {remark.sentence}"

    def _list(self, part: str, kind: type[Any]) -> tuple[Any, ...]:
        plain = self.of[part].plain[part]
        if plain is None:
            return ()
        if not isinstance(plain, list):
            raise self._wrong(part, part, "a list is needed here")
        return tuple(self._made(part, kind, item, f"{part}[{number}]") for number, item in enumerate(plain))

    def _made(self, part: str, kind: type[Any], plain: Plain, place: str = "") -> Any:
        try:
            return from_plain(kind, plain, place or part)
        except UserError as error:
            params = error.params
            raise self._wrong(part, params.get("place") or part, params["what"], params.get("field", "")) from None

    def _as_of(self) -> date | None:
        value = self.of["as_of"].plain["as_of"] if "as_of" in self.of else None
        if value is not None and type(value) is not date:
            raise self._wrong("as_of", "as_of", "a date is needed here, like 2026-04-01")
        return value

    def _base(self) -> str:
        value = self.of["base"].plain["base"] if "base" in self.of else ""
        # Sixteen digits may well look like a number to YAML.
        return str(value)

    def _wrong(self, part: str, place: str, what: str, field: str = "") -> UserError:
        text = self.of[part]
        line = text.line(f"{place}.{field}" if field else place)
        sentence = f"{text.file}, line {line}, {place}: {what}."
        return UserError("plan_field_wrong", sentence, file=text.file, line=line, place=place, what=what)


_PLAN_KINDS = {name: get_args(hint)[0] for name, hint in get_type_hints(PlanSpec).items() if name in _PLAN_LISTS}


def _parts_in(text: _Text) -> Iterator[str]:
    """The parts that a file says, those inside `plan` by their own names too, so that none is said in two files."""
    for part, plain in text.plain.items():
        if part not in (*_HEAD, "plan", *SITE_PARTS, *_PLAN_LISTS):
            line = text.line(str(part))
            allowed = ", ".join((*_HEAD, "plan", *SITE_PARTS, *_PLAN_LISTS))
            raise UserError(
                "plan_field_wrong", f"{text.file}, line {line}: the part {part!r} is not known; there are {allowed}."
            )
        yield str(part)
        if part == "plan" and isinstance(plain, dict):
            yield from (name for name in _PLAN_LISTS if name in plain)


def _texts(folder: Path) -> list[_Text]:
    """The plan files of a folder by name; what else a site folder holds is passed over."""
    paths = [path for path in sorted(folder.glob("*.y*ml")) if path.stem not in (*NO_PLAN_FILES, "places")]
    if not paths:
        raise UserError("plan_file_missing", f"{folder} holds no plan file: name a YAML file or a folder of them.")
    return [_text(path) for path in paths]


def _text(path: Path) -> _Text:
    return _parsed(_written(path), path.name)


def _written(path: Path) -> str:
    """What stands in a file; not read at all where it is longer than any text that is taken."""
    try:
        if path.stat().st_size > MOST_CHARACTERS * _BYTES_A_CHARACTER:
            raise too_long(path.name, MOST_CHARACTERS)
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UserError("plan_file_missing", f"{path} is not there.") from None
    except UnicodeDecodeError:
        raise UserError("plan_file_missing", f"{path} is not a text in UTF-8: save it as one.") from None
    except OSError as error:
        raise UserError("plan_file_missing", f"{path} cannot be read: {error.strerror}.") from None


def _parsed(text: str, file: str) -> _Text:
    root = composed(text, file, most=MOST_CHARACTERS)
    plain = plain_at(text, file, root)
    stem = file.rsplit(".", 1)[0].replace("-", "_")
    if isinstance(plain, list) and stem in (*SITE_PARTS, *_PLAN_LISTS):
        return _Text(file, {stem: plain}, root, bare=stem)
    if not isinstance(plain, dict):
        raise UserError("plan_field_wrong", f"{file}, line 1: named parts are needed here, like plan and targets.")
    return _Text(file, plain, root)


def _with_measures(document: PlanDocument, folder: Path) -> PlanDocument:
    """With the definitions that lie in the folder `measures`, one a file."""
    paths = sorted((folder / "measures").glob("*.yaml"))
    if not paths:
        return document
    measures = (*document.measures, *(read_measure(path) for path in paths))
    return replace(document, measures=measures, says=document.says | {"measures"})


def _with_places(document: PlanDocument, folder: Path) -> PlanDocument:
    """With what `places.yaml` makes out for each place, where there is one."""
    path = folder / "places.yaml"
    if not path.is_file():
        return document
    text = _written(path)
    templates = plain_at(text, path.name, composed(text, path.name, most=MOST_CHARACTERS))
    plan = document.plan
    return replace(
        document,
        plan=with_what_places_add(plan, templates),
        posts=(*document.posts, *made_out(PostSpec, "posts", templates)),
        targets=(*document.targets, *made_out(TargetSpec, "targets", templates)),
        forums=(*document.forums, *made_out(ForumSpec, "forums", templates)),
        says=document.says | {"posts", "targets", "forums"},
    )
