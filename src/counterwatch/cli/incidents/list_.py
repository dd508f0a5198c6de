"""`cw incidents list`."""

from __future__ import annotations

from pathlib import Path

import click

from counterwatch.cli.incidents.of_case import case_option, the_case
from counterwatch.cli.passphrase import passphrase_option


@click.command(name="list")
@case_option
@passphrase_option
def command(case: Path | None) -> None:
    """List the incidents of the casebook: id, date, place, act, status.

    \b
    Examples:
      cw incidents list
    """
    from counterwatch.api.incidents import incidents, vocabulary_of
    from counterwatch.api.incidents_merges import parts
    from counterwatch.cli.casebook import show_list

    opened = the_case(case)
    show_list(incidents(opened), vocabulary_of(opened), parts(opened))
