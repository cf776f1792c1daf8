"""`wellrun library`: the measure library, looked through, checked, adopted from."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from wellrun.cli import system

app = typer.Typer(add_completion=False, rich_markup_mode=None, help="The measure library: what there is to measure.")


@app.command("list", short_help="List the measures of the library.")
def list_measures(
    words: Annotated[list[str] | None, typer.Argument(help="Only those in which each of these words stands.")] = None,
    domain: Annotated[str, typer.Option(help="Only one domain, such as access_experience.")] = "",
    setting: Annotated[str, typer.Option(help="Only for hospital, physician_group or payer.")] = "",
    role: Annotated[str, typer.Option(help="Only those that mostly lead, lag or are balancing.")] = "",
    tier: Annotated[str, typer.Option(help="Only core or extended.")] = "",
    cadence: Annotated[str, typer.Option(help="Only those to look at daily, weekly, monthly or quarterly.")] = "",
) -> None:
    """List the measures of the library, by domain and name: id, name, domain, role, tier."""
    from wellrun.library import library
    from wellrun.library.search import Wish, search

    wish = Wish(" ".join(words or []), domain=domain, setting=setting, role=role, tier=tier, cadence=cadence)
    for spec in search(library(), wish):
        print(f"{spec.library_id}\t{spec.name}\t{spec.domain}\t{spec.default_role}\t{spec.tier}")


@app.command(short_help="Print one definition, with its links and trade-offs.")
def show(measure: Annotated[str, typer.Argument(help="Library id or key, such as q.readmit30.")]) -> None:
    """Print the definition of one measure as its YAML file, its links and trade-offs as remarks below."""
    from wellrun.lib.plain import to_plain, yaml_of
    from wellrun.library import library

    spec = library().get(measure)
    print(yaml_of(to_plain(spec)), end="")
    for standard in spec.standards:
        if not standard.is_confirmed:
            print(f"# unconfirmed: {standard.id} ({standard.steward})")
    for link in library().links_of(spec.library_id):
        caveat = f"; {link.note}" if link.note else ""
        least, most = link.delay_days
        print(f"# {link.id}: {link.lead} {link.sign} {link.lag}, {least} to {most} days, {link.grade}{caveat}")
    for trade in library().trade_offs_of(spec.library_id):
        print(f"# {trade.id}: pushing {trade.push} needs a guard on {trade.guard}: {trade.mechanism}")


@app.command(short_help="Adopt measures into the site, without figures.")
def adopt(measures: Annotated[list[str], typer.Argument(help="Library ids or keys.")]) -> None:
    """Adopt measures of the library into the site; what it has already stays as it is. Says what else is offered."""
    system.start()
    system.migrate()
    from wellrun.library import library
    from wellrun.measures.actions import adopt_measure
    from wellrun.strategy.library_links import offers_of

    for name in measures:
        library().get(name)
    adopted = {name: adopt_measure(name=name, by=system.console()) for name in dict.fromkeys(measures)}
    for name, (measure, is_new) in adopted.items():
        offered = ", ".join(offers_of(measure).ids)
        more = f"; the library has {offered} between it and others here" if offered else ""
        print(f"{name}: {'adopted' if is_new else 'was here before'} as {measure.key}{more}")


@app.command(short_help="Check definition files of your own.")
def check(files: Annotated[list[Path], typer.Argument(help="YAML files, each one definition.")]) -> None:
    """Hold definition files against the library's rules; what is wrong is said with file, line and field."""
    from wellrun.library.reading import read_measure

    for path in files:
        print(f"{path}: {read_measure(path).name}")


class DefinitionFile(StrEnum):
    """The files of a library."""

    MEASURE = "measure"
    LINKS = "links"
    TRADE_OFFS = "trade-offs"


@app.command(short_help="Print the JSON Schema of a definition, for editors.")
def schema(
    of: Annotated[DefinitionFile, typer.Argument(help="Of which file: measure, links or trade-offs.")] = (
        DefinitionFile.MEASURE
    ),
) -> None:
    """Print the JSON Schema of a definition file, for an editor that completes and checks what is typed."""
    import json

    from wellrun.library.schema import links_schema, measure_schema, trade_offs_schema

    made = {"measure": measure_schema, "links": links_schema, "trade-offs": trade_offs_schema}
    print(json.dumps(made[of](), indent=2))
