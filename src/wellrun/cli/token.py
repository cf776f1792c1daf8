"""`wellrun token`: bearer tokens for programs, given out by whoever may use this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from wellrun.cli import system

app = typer.Typer(add_completion=False, rich_markup_mode=None, help="Bearer tokens for programs that use the API.")


@app.command(short_help="Make a token; its secret is printed this once.")
def issue(
    username: Annotated[str, typer.Argument(help="The account on whose behalf the program acts, with its access.")],
    name: Annotated[str, typer.Option(help="What the token is for, as the list shows it.")] = "program",
    write: Annotated[bool, typer.Option("--write", help="Let it write; without this it reads only.")] = False,
    days: Annotated[int, typer.Option(min=1, max=3650, help="For how many days it holds.")] = 90,
) -> None:
    """Make a token and print its secret on the standard output, this once: only its digest is kept."""
    system.start()
    system.migrate()
    import sys

    from wellrun.accounts.actions import issue_token
    from wellrun.accounts.queries import account_named
    from wellrun.audit.actions import SYSTEM

    account = account_named(username)
    token, secret = issue_token(user=account, name=name, may_write=write, days=days, by=SYSTEM)
    may = "may read and write" if write else "may read only"
    print(f"{token.name} of {account.username} {may}, until {token.expires_at:%Y-%m-%d}:", file=sys.stderr)
    print(secret)


@app.command("list", short_help="List the tokens, the newest first.")
def list_tokens(
    user: Annotated[str, typer.Option(help="Only those of one account.")] = "",
) -> None:
    """List the tokens, the newest first: how each starts, whose it is, what it may, until when, when last used."""
    system.start()
    system.migrate()
    from wellrun.accounts.queries import tokens_of
    from wellrun.lib import clock

    for token in tokens_of(user):
        ended = token.revoked_at or (token.expires_at if token.expires_at <= clock.now() else None)
        state = f"ended {ended:%Y-%m-%d}" if ended else f"until {token.expires_at:%Y-%m-%d}"
        used = f"last used {token.last_used_at:%Y-%m-%d}" if token.last_used_at else "never used"
        may = "read and write" if token.may_write else "read only"
        print(f"{token.prefix}\t{token.user.username}\t{token.name}\t{may}\t{state}\t{used}\t{token.pk}")


@app.command()
def revoke(
    token: Annotated[str, typer.Argument(help="How its secret starts, or its id, as `wellrun token list` shows them.")],
) -> None:
    """End a token now."""
    system.start()
    system.migrate()
    from wellrun.accounts.actions import revoke_token
    from wellrun.accounts.queries import token_called
    from wellrun.audit.actions import SYSTEM

    found = token_called(token)
    revoke_token(token=found, by=SYSTEM)
    print(f"{found.name} of {found.user.username} no longer holds.")
