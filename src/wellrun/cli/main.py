"""The `wellrun` command: runs a command, and turns what went wrong into one line and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from wellrun.cli.lazy import LazyGroup
from wellrun.lib.errors import UserError

DONE, BAD_INPUT, STOPPED = 0, 2, 130
BROKEN = "This installation is broken ({}): run `make setup`, and then this command again."

# What a file's columns are called can only be mended on the command line.
_COLUMN_CODES = {"column_missing", "column_ambiguous", "column_unknown"}

# Plain help: drawing it with Rich takes 0.2 s, most of the time a person would wait for it.
app = typer.Typer(cls=LazyGroup, add_completion=False, rich_markup_mode=None)


def _print_version(wanted: bool) -> None:
    if wanted:
        # Imported here: it costs 20 ms, and every command would pay.
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"wellrun {version('wellrun')}")
        except PackageNotFoundError:
            print("wellrun, run from its source without an installation")
        raise typer.Exit


@app.callback()
def wellrun(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Wellrun: from a priority to a measure, from a change to a decision.

    Exit codes: 0 done, 1 findings, from a command that checks, 2 bad input or usage.
    """


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and say how it ended: 0 done, 1 findings, 2 bad input or usage, with one line on stderr.

    Anything else that is raised is our bug and surfaces with its traceback.
    """
    words = list(sys.argv[1:] if args is None else args)
    try:
        code = typer.main.get_command(app)(words or ["--help"], prog_name="wellrun", standalone_mode=False)
    except UserError as error:
        return _complain(_sentence(error))
    except typer.TyperException as error:
        return _complain(f"wellrun: {' '.join(error.format_message().split())} (see --help)")
    except typer.Abort:
        return STOPPED
    except ImportError as error:
        if _is_of_wellrun(error):
            raise
        return _complain(BROKEN.format(error))
    return code if isinstance(code, int) else DONE


def _is_of_wellrun(error: ImportError) -> bool:
    """Whether a part of Wellrun itself could not be imported: a fault of ours, which no set-up mends."""
    return (error.name or "").partition(".")[0] == "wellrun"


def _sentence(error: UserError) -> str:
    hint = ": use --column field=header" if error.code in _COLUMN_CODES else ""
    return f"{error.sentence}{hint}"


def _complain(line: str) -> int:
    print(" ".join(line.splitlines()), file=sys.stderr)
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
