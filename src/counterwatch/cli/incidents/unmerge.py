"""`cw incidents unmerge`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="unmerge")
@click.argument("id")
@click.option("--reason", default="", help="Why they are not one event.")
@case_option
@passphrase_option
def command(id: str, *, reason: str, case: Path | None) -> None:
    """Take a merge back: every record that was part of it counts for itself again.

    \b
    Examples:
      cw incidents unmerge CW-0001 --reason "two letters, a week apart"
      cw incidents unmerge 2021-04
    """
    from counterwatch.api.incidents_merges import unmerge
    from counterwatch.cli.casebook_merges import show_unmerged

    show_unmerged(unmerge(the_case(case), id, reason=reason))
