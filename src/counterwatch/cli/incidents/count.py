"""`cw incidents count`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option
from counterwatch.incidents.counting import UNITS, WAYS


@click.command(name="count")
@click.option("--by", default="tactic", show_default=True, metavar="WAY,...", help=f"Any of {', '.join(WAYS)}.")
@click.option("--unit", type=click.Choice(UNITS), default="incidents", show_default=True, help="What is counted.")
@click.option("--as-of", default="", metavar="DAY", help="As the casebook stood at the end of a day, after an entry (its number), or at a head.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the table as CSV.")
@case_option
@passphrase_option
def command(by: str, *, unit: str, as_of: str, as_csv: bool, case: Path | None) -> None:
    """Count acts, incidents or persons by what they share; a count of reported incidents is a floor, never a rate.

    \b
    Examples:
      cw incidents count --by tactic,host_country
      cw incidents count --by quarter --unit persons
      cw incidents count --by status --as-of 2026-06-30
    """
    from counterwatch.api.incidents import count, vocabulary_of
    from counterwatch.cli.casebook import show_count

    opened = the_case(case)
    ways = [each.strip() for each in by.split(",") if each.strip()]
    show_count(count(opened, ways, unit, as_of=as_of), vocabulary_of(opened), as_csv=as_csv)  # type: ignore[arg-type]
