"""`wellrun post`: who holds which post, and who stands in."""

from __future__ import annotations

from typing import Annotated

import typer

from wellrun.cli import system
from wellrun.cli.options import day

app = typer.Typer(add_completion=False, rich_markup_mode=None, help="Posts: who holds them, and who stands in.")
Post = Annotated[str, typer.Argument(help="Key of the post.")]
Username = Annotated[str, typer.Argument(help="The account.")]
Since = Annotated[str, typer.Option("--from", metavar="DATE", help="The first day; by default today.")]
Deputy = Annotated[bool, typer.Option("--deputy", help="As its deputy, beside whoever holds it.")]


@app.command(short_help="Put somebody into a post.")
def hold(post: Post, username: Username, since: Since = "", deputy: Deputy = False) -> None:
    """Put somebody into a post; whoever held it no longer does from that day."""
    first = day("--from", since) if since else None
    system.start()
    system.migrate()
    from wellrun.accounts.queries import account_named
    from wellrun.jobs.people import put_into_post
    from wellrun.lib import clock
    from wellrun.organisation.queries import post_called, site_zone

    job, user = post_called(post), account_named(username)
    starts = first or clock.today(site_zone())
    put_into_post(post=job, user=user, starts=starts, deputy=deputy, by=system.console())
    print(f"{user.username} {'deputises for' if deputy else 'holds'} {job.title} ({job.unit.name}) from {starts} on.")


@app.command(short_help="End somebody's time in a post.")
def leave(
    post: Post,
    username: Username,
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day without; by default today.")] = "",
) -> None:
    """End somebody's time in a post, as its holder or deputy; nobody follows by itself."""
    first = day("--from", since) if since else None
    system.start()
    system.migrate()
    from wellrun.accounts.queries import any_account_named
    from wellrun.lib import clock
    from wellrun.organisation.actions import leave_post
    from wellrun.organisation.queries import holding_of, post_called, site_zone

    job, user = post_called(post), any_account_named(username)
    ends = first or clock.today(site_zone())
    leave_post(holding=holding_of(user, job, ends), ends=ends, by=system.console())
    print(f"{user.username} no longer holds {job.title} ({job.unit.name}) from {ends} on.")


@app.command("list", short_help="List the posts by unit, with who is in them.")
def list_posts(
    user: Annotated[str, typer.Option(help="Only those of one account.")] = "",
    unit: Annotated[str, typer.Option(help="Only those of this unit and all below it.")] = "",
    vacant: Annotated[bool, typer.Option("--vacant", help="Only those that nobody holds today.")] = False,
) -> None:
    """List the posts by unit, each with who holds it, deputises or is to follow; one that nobody holds says so."""
    system.start()
    system.migrate()
    from wellrun.accounts.queries import any_account_named
    from wellrun.jobs.staffing import staffed_posts
    from wellrun.organisation.queries import subtree_ids, unit_called

    within = subtree_ids(unit_called(unit).pk) if unit else None
    of = any_account_named(user) if user else None
    for post in staffed_posts(within):
        if (of is None or of.pk in {held.user_id for held in post.holdings}) and not (vacant and post.is_held):
            print(f"{post.post.key}\t{post.post.title}\t{post.post.unit.name}\t{'; '.join(post.words()) or 'nobody'}")
