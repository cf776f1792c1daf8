"""A group of commands that knows their names and summaries, and imports a command only to run it."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from wellrun.cli.registry import COMMANDS, Lazy


class LazyGroup(TyperGroup):
    """Lists stand-ins; a stand-in gives way to the command in its module when it is called."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        for name, lazy in COMMANDS.items():
            self.add_command(TyperCommand(name=name, help=lazy.summary, rich_markup_mode=None))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name, COMMANDS[name]) if name in COMMANDS else command, rest

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has seen enough (`| head`); what is left to flush at the end must not complain either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None
        return result


def load(name: str, lazy: Lazy) -> Any:
    """The command itself: what `app` in its module makes, under its name."""
    command = typer.main.get_command(import_module(lazy.module).app)
    command.name = name
    return command
