"""`wellrun grant`: what an account may do in a unit and all below it."""

from __future__ import annotations

from typing import Annotated

import typer

from wellrun.cli import system
from wellrun.cli.options import one_of

app = typer.Typer(add_completion=False, rich_markup_mode=None, help="Grants: what an account may do where.")
LEVELS = ("viewer", "contributor", "chair", "analyst", "administrator")
Username = Annotated[str, typer.Argument(help="The account.")]
Level = Annotated[str, typer.Argument(help=f"One of {', '.join(LEVELS)}.")]
Unit = Annotated[str, typer.Argument(help="Key of the unit; a grant holds for all below it.")]


@app.command(short_help="Give an account a level over a unit and all below it.")
def give(username: Username, level: Level, unit: Unit) -> None:
    """Give an account a level over a unit and all below it; giving it twice changes nothing."""
    one_of("LEVEL", level, LEVELS)
    system.start()
    system.migrate()
    from wellrun.access.actions import grant
    from wellrun.accounts.queries import account_named
    from wellrun.organisation.queries import unit_called

    user, place = account_named(username), unit_called(unit)
    grant(user=user, unit=place, level=level, by=system.console())
    print(f"{user.username} is {level} of {place.name} and all below it.")


@app.command()
def take(username: Username, level: Level, unit: Unit) -> None:
    """Take a level away; it ends with the next thing the account asks for."""
    one_of("LEVEL", level, LEVELS)
    system.start()
    system.migrate()
    from wellrun.access.actions import revoke
    from wellrun.access.queries import grant_of
    from wellrun.accounts.queries import any_account_named
    from wellrun.organisation.queries import unit_called

    user, place = any_account_named(username), unit_called(unit)
    revoke(grant=grant_of(user, place, level), by=system.console())
    print(f"{user.username} is no longer {level} of {place.name}.")


@app.command("list")
def list_grants(
    user: Annotated[str, typer.Option(help="Only those of one account.")] = "",
    unit: Annotated[str, typer.Option(help="Only those that reach this unit, given there or above it.")] = "",
) -> None:
    """List who may do what where, by account."""
    system.start()
    system.migrate()
    from wellrun.access.models import Grant
    from wellrun.accounts.queries import any_account_named
    from wellrun.organisation.queries import ancestor_ids, unit_called

    rows = Grant.objects.select_related("user", "unit").order_by("user__username", "unit__key", "level")
    if user:
        rows = rows.filter(user=any_account_named(user))
    if unit:
        rows = rows.filter(unit_id__in=ancestor_ids(unit_called(unit).pk))
    for each in rows:
        closed = "" if each.user.is_active else "account closed"
        print(f"{each.user.username}\t{each.level}\t{each.unit.key}\t{each.unit.name}\t{closed}".rstrip())
