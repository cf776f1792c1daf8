"""`wellrun plan`: the plan as a file, out of the site and into it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wellrun.cli import options, system
from wellrun.lib.errors import UserError

if TYPE_CHECKING:
    from wellrun.plans.document import PlanDocument

FORMATS = ("text", "json")
_MOST_PROBLEMS = 50

app = typer.Typer(add_completion=False, rich_markup_mode=None, help="The plan as code: export, diff, apply, schema.")
File = Annotated[Path, typer.Argument(metavar="FILE", help="A plan file in YAML, or a folder of them.")]


@app.command(short_help="Write the plan as it stands.")
def export(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a file.", show_default=False)] = None,
    plan: Annotated[str, typer.Option(metavar="KEY", help="Which plan; by default the one in force.")] = "",
) -> None:
    """Write the plan as it stands, with the parts of the site, as YAML; the same plan gives the same bytes."""
    system.start()
    system.migrate()
    from wellrun.jobs.plan_code import export_plan
    from wellrun.plans.write import write_plan
    from wellrun.strategy.queries import plan_called

    text = write_plan(export_plan(plan_called(plan)))
    if out is None:
        print(text, end="")
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError("out_not_writable", f"--out {out}: {error.strerror}") from None


@app.command(short_help="What would be different with a plan file.")
def diff(
    file: File,
    against: Annotated[
        str,
        typer.Option(metavar="KEY|FILE", help="A plan of the site or a file; by default the file's own plan."),
    ] = "",
    format: Annotated[str, typer.Option(metavar="FORMAT", help="text or json.")] = "text",
    check: Annotated[bool, typer.Option("--check", help="Exit 1 where anything differs.")] = False,
) -> None:
    """What a plan file has more (+), less (-) or otherwise (~) than the site says, or than another file."""
    shape = options.one_of("--format", format, FORMATS)
    with _told():
        if against and Path(against).exists():
            from wellrun.plans.diff import changes
            from wellrun.plans.read import read_plan

            found = changes(read_plan(Path(against)), read_plan(file))
        else:
            system.start()
            system.migrate()
            from wellrun.jobs.plan_code import differences

            found = differences(_read(file), against)
    _print(found, shape)
    if check and found:
        raise typer.Exit(1)


@app.command(short_help="Make the site say what a plan file says.")
def apply(
    file: File,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    over: Annotated[bool, typer.Option("--over", help="Also undo what others changed since the export.")] = False,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="text or json.")] = "text",
) -> None:
    """Make the site say what a plan file says: all of it or nothing, and nothing that the model check refuses."""
    shape = options.one_of("--format", format, FORMATS)
    system.start()
    system.migrate()
    from wellrun.jobs.activation import apply_file

    with _told():
        applied = apply_file(document=_read(file), by=system.console(), over=over, dry_run=dry_run)
    _print(applied.changes, shape)
    if dry_run and shape == "text":
        print("Nothing was changed: this was a dry run.")


@app.command(short_help="Begin the next cycle as a draft.")
def clone(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The key of the new plan: small letters, digits, hyphens.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="What the new plan is called.")],
    starts: Annotated[str, typer.Option(metavar="DAY", help="Its first day, as 2026-04-01.")],
    ends: Annotated[str, typer.Option(metavar="DAY", help="Its last day.")],
    plan: Annotated[str, typer.Option(metavar="KEY", help="Which plan; by default the one in force.")] = "",
) -> None:
    """Begin the next cycle: a draft with the objectives of a plan, what they serve, their measures and drivers.

    Quarters, the stop list, hours and waivers are said anew; aims, links, obligations and forums hold as they are.
    """
    first, last = options.day("--starts", starts), options.day("--ends", ends)
    system.start()
    system.migrate()
    from wellrun.jobs.next_cycle import clone_plan
    from wellrun.strategy.queries import plan_called

    origin = plan_called(plan)
    made = clone_plan(plan=origin, key=key, name=name, starts=first, ends=last, by=system.console())
    print(f"The draft {made.key} has {made.objectives.count()} objectives of {origin.key}.")


@app.command(short_help="Print the JSON Schema of a plan file.")
def schema() -> None:
    """Print the JSON Schema of a plan file, for editors that complete and mark its fields."""
    import json

    from wellrun.plans.schema import plan_schema

    print(json.dumps(plan_schema(), ensure_ascii=False, indent=2))


def _read(file: Path) -> PlanDocument:
    """The file, held against what the site has, so that an unknown key is told with its line."""
    from wellrun.jobs.plan_code import read_for_site

    return read_for_site(file)


def _print(found: object, shape: str) -> None:
    import json
    from typing import cast

    from wellrun.plans.diff import Change
    from wellrun.plans.said import as_json, lines_of, summary

    listed = cast("list[Change]", list(found))  # type: ignore[call-overload]
    if shape == "json":
        print(json.dumps(as_json(listed), ensure_ascii=False, indent=2))
        return
    for line in lines_of(listed):
        print(line)
    print(f"{summary(listed)}.".capitalize())


@contextmanager
def _told() -> Iterator[None]:
    """Where several things are wrong, each is a line before the refusal."""
    try:
        yield
    except UserError as error:
        problems = error.params.get("problems") or []
        if len(problems) < 2:
            raise
        for problem in problems[:_MOST_PROBLEMS]:
            print(problem, file=sys.stderr)
        more = f", of which {_MOST_PROBLEMS} are shown" if len(problems) > _MOST_PROBLEMS else ""
        told = error.params.get("summary") or f"{len(problems)} things are wrong{more}."
        raise UserError(error.code, told, **error.params) from error
