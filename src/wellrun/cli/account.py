"""`wellrun account`: who may sign in."""

from __future__ import annotations

from typing import Annotated

import typer

from wellrun.cli import system
from wellrun.cli.secret import read_password

app = typer.Typer(add_completion=False, rich_markup_mode=None, help="Accounts: who may sign in.")
Username = Annotated[str, typer.Argument(help="The name the account signs in with.")]


@app.command(short_help="Make an account.")
def add(
    username: Username,
    name: Annotated[str, typer.Option(help="The name that screens show; by default the one to sign in with.")] = "",
    admin: Annotated[bool, typer.Option("--admin", help="Make it an administrator of the whole enterprise.")] = False,
    no_password: Annotated[bool, typer.Option("--no-password", help="Without one it cannot sign in yet.")] = False,
) -> None:
    """Make an account; its password is asked for, or is the first line of the standard input."""
    system.start()
    system.migrate()
    from wellrun.jobs.people import welcome

    password = None if no_password else read_password(username)
    user = welcome(username=username, display_name=name, password=password, administrator=admin, by=system.console())
    then = "administers the enterprise" if admin else "sees nothing before it has a grant"
    print(f"The account {user.username} is there and {then}.")


@app.command("list", short_help="List the accounts by name.")
def list_accounts(
    closed: Annotated[bool, typer.Option("--closed", help="Those that are closed, too.")] = False,
) -> None:
    """List the accounts by name: shown name, whether it is open, whether it has a password."""
    system.start()
    system.migrate()
    from wellrun.accounts.models import User

    for user in User.objects.order_by("username") if closed else User.objects.filter(is_active=True):
        state = "open" if user.is_active else "closed"
        password = "password" if user.has_usable_password() else "no password"
        print(f"{user.username}\t{user.display_name}\t{state}\t{password}")


@app.command(short_help="Let nobody in under it any more.")
def close(username: Username) -> None:
    """Let nobody in under it any more: signed out, its tokens ended, its posts left. What it did stays its own."""
    system.start()
    system.migrate()
    from wellrun.accounts.queries import any_account_named
    from wellrun.jobs.people import farewell

    left = farewell(user=any_account_named(username), by=system.console())
    print(f"The account {username} is closed.")
    for holding in left:
        print(f"{holding.post.key}\t{holding.post.title} is no longer theirs")


@app.command(short_help="Let it sign in again.")
def reopen(username: Username) -> None:
    """Let it sign in again, with the password and the grants it had; posts and tokens are given anew."""
    system.start()
    system.migrate()
    from wellrun.accounts.actions import reopen_account
    from wellrun.accounts.queries import any_account_named

    reopen_account(user=any_account_named(username), by=system.console())
    print(f"The account {username} is open.")


@app.command(short_help="Give it a password.")
def password(username: Username) -> None:
    """Give it a password, asked for or the first line of the standard input; whoever is signed in is signed out."""
    system.start()
    system.migrate()
    from wellrun.accounts.actions import set_password
    from wellrun.accounts.queries import account_named

    user = account_named(username)
    set_password(user=user, password=read_password(username), by=system.console())
    print(f"The account {username} has a new password.")
